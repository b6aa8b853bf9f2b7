"""An answer in the forms that it is given in."""
