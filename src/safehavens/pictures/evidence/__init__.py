"""Pictures of what studies found: maps of the evidence, harvest, forest and funnel plots."""
