package org.modaj.engine.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.modaj.engine.EngineException;

/**
 * Which {@link Conv2dAlgorithm} a convolution may use. Within a mode the choice is a function of
 * the kernel and of heights and widths alone: neither batch nor channels matter, so a sample's
 * result does not depend on its batch, nor a channel's on which others were cut away.
 *
 * <p>The mode of the process is {@code -Dmoda.conv=default|accurate|exact}; {@link #use} changes it
 * for a thread and a while.
 */
public enum Conv2dMode {
  /** Tiles of 4 x 4 where they pay. */
  DEFAULT(Conv2dAlgorithm.WINOGRAD_4X4),
  /** Tiles of 2 x 2 where they pay: rounding errors are those of the direct sum. */
  ACCURATE(Conv2dAlgorithm.WINOGRAD_2X2),
  /** Always the direct sum. */
  EXACT(Conv2dAlgorithm.DIRECT);

  private static final String PROPERTY = "moda.conv";

  /**
   * Products that the transforms of a tile's sources and results are worth, relative to its own.
   */
  private static final double TRANSFORMS = 0.5;

  /**
   * Channels of the other side for which a tile's products with one channel cost what its transform
   * costs: measured.
   */
  private static final double CHANNEL_TRANSFORM = 20;

  /** Tiles of a batch from which on a packed weight is a transformed one. */
  private static final int LEAST_TILES = 8;

  private static final ThreadLocal<Conv2dMode> OF_THREAD = new ThreadLocal<>();

  /** The property as it was when the first convolution ran. */
  private static final String OF_PROCESS = System.getProperty(PROPERTY, "default");

  private static final List<Conv2dMode> ALL = List.of(values());

  private final Conv2dAlgorithm fast;

  Conv2dMode(Conv2dAlgorithm fast) {
    this.fast = fast;
  }

  /** A scope for try-with-resources. */
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * The mode of this thread.
   *
   * @throws EngineException when {@code -Dmoda.conv} is none
   */
  public static Conv2dMode current() {
    Conv2dMode mode = OF_THREAD.get();
    return mode == null ? parse(OF_PROCESS) : mode;
  }

  /**
   * The mode of that name.
   *
   * @throws EngineException when there is none
   */
  public static Conv2dMode parse(String name) {
    for (Conv2dMode mode : ALL) {
      if (mode.label().equals(name)) {
        return mode;
      }
    }
    throw new EngineException(
        "convolution mode",
        null,
        "-D"
            + PROPERTY
            + " must be one of "
            + Arrays.stream(values()).map(Conv2dMode::label).collect(Collectors.joining(", "))
            + ", but is \""
            + name
            + "\"");
  }

  /**
   * The name on the command line and in files: {@code default}, {@code accurate}, {@code exact}.
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Makes this the mode of the convolutions that this thread computes until the scope is closed,
   * and of their gradients; scopes nest.
   */
  public Scope use() {
    Conv2dMode before = OF_THREAD.get();
    OF_THREAD.set(this);
    return () -> {
      if (before == null) {
        OF_THREAD.remove();
      } else {
        OF_THREAD.set(before);
      }
    };
  }

  /** The algorithm of a convolution, for output and gradient of the input alike. */
  public Conv2dAlgorithm algorithm(Conv2dGeometry g) {
    boolean pays =
        fast.isPossible(g)
            && fast.products(g) * (1 + TRANSFORMS) <= Conv2dAlgorithm.DIRECT.products(g);
    return pays ? fast : Conv2dAlgorithm.DIRECT;
  }

  /**
   * The algorithm for a batch with a packed weight: that of {@link #algorithm}, but the direct sum
   * where a batch has fewer than {@link #LEAST_TILES} tiles. Then reading the transformed weight,
   * four times as large, costs more than the products that it saves. The choice depends on batch,
   * heights and widths; channels do not matter.
   */
  public Conv2dAlgorithm algorithmForBatch(Conv2dGeometry g) {
    Conv2dAlgorithm algorithm = algorithm(g);
    return algorithm.tiles(g) < LEAST_TILES ? Conv2dAlgorithm.DIRECT : algorithm;
  }

  /**
   * The algorithm of the gradient of the weight. Here the channels matter too: nothing is ever cut
   * away from a gradient of the weight, and what the transforms cost is shared by all channels of
   * the other side.
   */
  public Conv2dAlgorithm weightGradientAlgorithm(Conv2dGeometry g) {
    if (fast != Conv2dAlgorithm.WINOGRAD_4X4 || !fast.isPossible(g)) {
      return Conv2dAlgorithm.DIRECT;
    }
    double transforms = CHANNEL_TRANSFORM / g.inChannels() + CHANNEL_TRANSFORM / g.outChannels();
    boolean pays = fast.products(g) * (1 + transforms) <= Conv2dAlgorithm.DIRECT.products(g);
    return pays ? fast : Conv2dAlgorithm.DIRECT;
  }
}
