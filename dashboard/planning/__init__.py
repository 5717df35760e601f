"""What the planning pages share: the crew that plays, the run that is shown, the draft that is edited."""
