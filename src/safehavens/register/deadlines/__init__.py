"""What runs out when: clocks of the law and of the papers, counted in the agency's own days."""
