"""What names, codes and files of places stand for in a panel."""
