package org.modaj.engine.random;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.modaj.engine.EngineException;

/**
 * A stream of random numbers addressed by a text key and a counter.
 *
 * <p>The number at index {@code i} is a pure function of the key and of {@code i}: any element can
 * be drawn alone, in any order and by any thread, with the same result on every machine. The key is
 * hashed with 64-bit FNV-1a over its UTF-8 bytes, the counter is added in steps of the golden ratio
 * and the sum goes through the finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
 *
 * <p>The different kinds of draw at one index read the same bits. Use {@link #child(String)} to get
 * independent streams for independent purposes. Instances are immutable and safe to share between
 * threads.
 */
public final class CounterRandom {
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
  private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
  private static final long MIX_2 = 0x94D049BB133111EBL;
  private static final int TWO_24 = 1 << 24;
  private static final float ULP_24 = 0x1p-24f;
  private static final double ULP_53 = 0x1p-53;
  private static final String SEPARATOR = "/";

  private final String key;
  private final long hash;

  private CounterRandom(String key, long hash) {
    this.key = key;
    this.hash = hash;
  }

  /** Returns the stream of {@code key}, for instance {@code "1/conv3.weight"}. */
  public static CounterRandom of(String key) {
    return new CounterRandom(key, fnv1a64(FNV_OFFSET, Objects.requireNonNull(key, "key")));
  }

  /** Returns the stream of the key {@code seed + "/" + name}. */
  public static CounterRandom of(long seed, String name) {
    return of(Long.toString(seed)).child(name);
  }

  /** Returns the stream of the key {@code key() + "/" + name}. */
  public CounterRandom child(String name) {
    String suffix = SEPARATOR + Objects.requireNonNull(name, "name");
    return new CounterRandom(key + suffix, fnv1a64(hash, suffix));
  }

  /** Returns the stream of the key {@code key() + "/" + number}. */
  public CounterRandom child(long number) {
    return child(Long.toString(number));
  }

  /** Returns the text this stream is addressed by. */
  public String key() {
    return key;
  }

  /**
   * Returns the 64-bit FNV-1a hash of the key, the value that {@code fnv1a64} has in the rules for
   * the golden test vectors.
   */
  public long keyHash() {
    return hash;
  }

  /** Returns the 64 random bits at index {@code i}. */
  public long bits64(long i) {
    long z = hash + (i + 1) * GOLDEN_RATIO;
    z = (z ^ (z >>> 30)) * MIX_1;
    z = (z ^ (z >>> 27)) * MIX_2;
    return z ^ (z >>> 31);
  }

  /** Returns the upper 24 bits of {@link #bits64(long)}: an integer in [0, 2^24). */
  public int bits24(long i) {
    return (int) (bits64(i) >>> 40);
  }

  /** Returns a number in [-1, 1), a multiple of 2^-23 and therefore exact. */
  public float unit(long i) {
    return (2 * bits24(i) - TWO_24) * ULP_24;
  }

  /** Returns a number in [0, 1), a multiple of 2^-24 and therefore exact. */
  public float uniform(long i) {
    return bits24(i) * ULP_24;
  }

  /**
   * Returns a draw from the standard normal distribution.
   *
   * <p>Box and Muller (1958): indices {@code 2k} and {@code 2k + 1} share their random bits and are
   * the two independent results of one transform. The absolute value is at most 8.58.
   */
  public double normal(long i) {
    long even = i & ~1L;
    double radius = normalRadius(even);
    double angle = normalAngle(even);
    return i == even ? radius * StrictMath.cos(angle) : radius * StrictMath.sin(angle);
  }

  /**
   * Returns an integer in [0, {@code bound}).
   *
   * <p>Multiply-shift of 64 bits: no value is more likely than another by more than a factor of 1 +
   * bound / 2^64.
   *
   * @throws EngineException if {@code bound} is not positive
   */
  public int below(int bound, long i) {
    if (bound <= 0) {
      throw new EngineException("random number", key, "bound must be positive, was " + bound);
    }
    return (int) Math.unsignedMultiplyHigh(bits64(i), bound);
  }

  /**
   * Returns a random order of 0 .. {@code n - 1} (Fisher and Yates; step {@code i} of the shuffle
   * draws at index {@code i}).
   *
   * @throws EngineException if {@code n} is negative
   */
  public int[] permutation(int n) {
    if (n < 0) {
      throw new EngineException("random order", key, "size must not be negative, was " + n);
    }
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = below(i + 1, i);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  /**
   * Sets element {@code i} to {@code unit(i) * scale + center}, a float multiplication followed by
   * a float addition (not fused).
   *
   * @param out modified
   */
  public void fill(float[] out, float scale, float center) {
    for (int i = 0; i < out.length; i++) {
      out[i] = unit(i) * scale + center;
    }
  }

  /**
   * Sets element {@code i} to {@code normal(i) * std}, rounded to float.
   *
   * @param out modified
   */
  public void fillNormal(float[] out, double std) {
    for (int i = 0; i < out.length; i += 2) {
      double radius = normalRadius(i);
      double angle = normalAngle(i);
      out[i] = (float) (radius * StrictMath.cos(angle) * std);
      if (i + 1 < out.length) {
        out[i + 1] = (float) (radius * StrictMath.sin(angle) * std);
      }
    }
  }

  /**
   * Sets element {@code i} to {@code low + (high - low) * uniform(i)}, computed in double and
   * rounded to float; where the rounding would yield {@code high}, the float below it.
   *
   * @param out modified
   */
  public void fillUniform(float[] out, double low, double high) {
    for (int i = 0; i < out.length; i++) {
      float value = (float) (low + (high - low) * uniform(i));
      out[i] = value < high || !(low < high) ? value : below(high);
    }
  }

  /** The greatest float below {@code high}. */
  private static float below(double high) {
    float rounded = (float) high;
    return rounded < high ? rounded : Math.nextDown(rounded);
  }

  @Override
  public String toString() {
    return "CounterRandom[" + key + "]";
  }

  private double normalRadius(long even) {
    double inZeroOne = ((bits64(even) >>> 11) + 1) * ULP_53;
    return Math.sqrt(-2 * StrictMath.log(inZeroOne));
  }

  private double normalAngle(long even) {
    return 2 * Math.PI * ((bits64(even + 1) >>> 11) * ULP_53);
  }

  private static long fnv1a64(long start, String text) {
    long h = start;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      h = (h ^ (b & 0xFF)) * FNV_PRIME;
    }
    return h;
  }
}
