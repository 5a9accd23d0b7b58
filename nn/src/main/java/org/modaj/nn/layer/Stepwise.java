package org.modaj.nn.layer;

/** A layer that computes each step of a sequence by itself, or has nothing to do with time. */
public interface Stepwise extends OverTime {

  @Override
  default TimeAxis timeAxis() {
    return TimeAxis.STEPWISE;
  }
}
