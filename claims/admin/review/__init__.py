"""What the pages of all that is reviewed have in common: the acts as buttons, the story, remarks; and the reviews themselves."""
