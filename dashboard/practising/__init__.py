"""What the pages around the practice queue share: choosing a shift, looking back at it, the cohort."""
