"""Every act on a case, a bare verb for each thing a person does."""
