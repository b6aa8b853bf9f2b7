"""One step a module, in the order of `down_revision`."""
