"""The app's own routes: health, signing in and out, joining by a link, and the candidate's page."""
