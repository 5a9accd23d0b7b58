package org.modaj.bench.experiment;

import java.util.Locale;
import org.modaj.nn.train.MemoryEstimate;

/** A training was not begun because it would need more heap than Java may use. */
public final class TooLittleMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final long MIB = 1 << 20;

  private final transient MemoryEstimate estimate;
  private final long heap;

  private TooLittleMemoryException(MemoryEstimate estimate, long heap) {
    super(
        String.format(
            Locale.ROOT,
            "the training needs about %s of memory, but Java may use %,d MiB; give a smaller"
                + " --batch or --width, or allow more with: java -Xmx%dg -jar moda-bench.jar ...",
            estimate,
            heap / MIB,
            Math.ceilDiv(estimate.mebibytes() * 5 / 4, 1024)));
    this.estimate = estimate;
    this.heap = heap;
  }

  /**
   * Checks that a training fits.
   *
   * @param heap bytes that Java may use
   * @throws TooLittleMemoryException when it does not
   */
  static void check(MemoryEstimate estimate, long heap) {
    if (estimate.bytes() > heap) {
      throw new TooLittleMemoryException(estimate, heap);
    }
  }

  /** What the training would need. */
  public MemoryEstimate estimate() {
    return estimate;
  }

  /** Bytes that Java may use. */
  public long heap() {
    return heap;
  }
}
