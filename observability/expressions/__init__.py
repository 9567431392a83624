"""From the model to PromQL: how events are counted, compared and alerted on."""
