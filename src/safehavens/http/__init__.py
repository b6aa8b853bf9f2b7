"""What any web application of the project stands on: headers, limits, forms, kept pages."""
