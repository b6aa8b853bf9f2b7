"""One layer of law at a time: what a place's own law says where higher law sets it aside."""
