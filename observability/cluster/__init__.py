"""Talk to a Kubernetes cluster, through kubectl and with its user's rights."""
