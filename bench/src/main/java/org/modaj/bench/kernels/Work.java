package org.modaj.bench.kernels;

/**
 * What one call of a benchmark has to do at least, and so which peak of the machine bounds it.
 *
 * @param kind what is counted
 * @param amount operations, bytes or images; 0 when nothing is counted
 */
public record Work(Kind kind, double amount) {
  /** What a benchmark's rate is measured in. */
  public enum Kind {
    /** Floating-point operations of the direct algorithm, two for each multiply-add. */
    FLOP("GFLOP/s"),
    /** Bytes of the arguments that are read and written, each once. */
    BYTE("GB/s"),
    /** Images. */
    IMAGE("images/s"),
    /** Nothing: the time is all there is to say. */
    NONE("");

    private final String unit;

    Kind(String unit) {
      this.unit = unit;
    }

    /** The unit of the rate. */
    public String unit() {
      return unit;
    }
  }

  private static final double GIGA = 1e9;

  /** Bounded by arithmetic. */
  public static Work flops(double operations) {
    return new Work(Kind.FLOP, operations);
  }

  /** Bounded by memory: so many floats are read or written. */
  public static Work floats(double floats) {
    return new Work(Kind.BYTE, floats * Float.BYTES);
  }

  /** Images, which no peak of the machine bounds. */
  public static Work images(double images) {
    return new Work(Kind.IMAGE, images);
  }

  /** Bounded by neither. */
  public static Work none() {
    return new Work(Kind.NONE, 0);
  }

  /** The rate in {@link Kind#unit}. */
  public double rate(double seconds) {
    return amount / seconds / (kind == Kind.IMAGE ? 1 : GIGA);
  }
}
