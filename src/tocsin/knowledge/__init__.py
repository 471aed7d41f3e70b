"""What Tocsin knows, as files a subject expert can read and edit, and their loader."""
