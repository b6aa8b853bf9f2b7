"""Average effects on the treated, by several estimators."""
