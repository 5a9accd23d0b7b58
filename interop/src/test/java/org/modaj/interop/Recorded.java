package org.modaj.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.engine.io.TorchLayout;
import org.modaj.engine.io.TorchLayout.Arranged;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;

/** Files that PyTorch wrote, with its outputs. */
public final class Recorded {
  private Recorded() {}

  /** The path of a file of the test resources, such as {@code torch/vgg16.safetensors}. */
  public static Path file(String name) {
    URL url = Recorded.class.getResource(name);
    assertThat(url).as(name).isNotNull();
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** PyTorch's input for a file, in our layout. */
  public static Tensor input(String name) {
    return ours(recorded(name).tensor("input"));
  }

  /** PyTorch's output for a file, in our layout. */
  public static Tensor output(String name) {
    return ours(recorded(name).tensor("output"));
  }

  /** A tensor as PyTorch has it. */
  public static StoredTensor stored(String name, String which) {
    return recorded(name).tensor(which);
  }

  /** The largest deviation of a network's output, as a share of the largest value. */
  public static double deviation(Network network, String name) {
    Tensor actual = network.forward(input(name), Mode.EVALUATE);
    Tensor expected = output(name);
    assertThat(actual.shape()).isEqualTo(expected.shape());
    return deviation(actual.data(), expected.data());
  }

  /** The largest difference, as a share of the largest expected value. */
  public static double deviation(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isFinite();
      largest = Math.max(largest, Math.abs(expected[i]));
      worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
    }
    return worst / largest;
  }

  private static SafeTensorsFile recorded(String name) {
    try {
      return SafeTensors.read(file(name.replaceFirst("\\.[a-z]+$", ".io.safetensors")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tensor ours(StoredTensor stored) {
    if (stored.shape().length != 4) {
      return Tensor.of(Shape.of(stored.shape()), stored.floats().clone());
    }
    Arranged moved = TorchLayout.imagesFromTorch(stored.floats(), stored.shape());
    return Tensor.of(Shape.of(moved.shape()), moved.values());
  }
}
