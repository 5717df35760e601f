"""The web app: pages for the team, the candidate's own page, and the door to both. It knows no rule and no SQL."""
