"""Pictures of evaluations: effects over time, sensitivity, synthetic controls, who is treated."""
