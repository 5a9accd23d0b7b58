package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.moda.Composer;
import org.modaj.moda.slice.Slicer;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.model.Models;

/** A cut network is an ordinary checkpoint: nothing of the module moda is needed to run it. */
class ComposedWithoutModaTest {
  private static final Shape IMAGE = Shape.of(32, 32, 3);

  @TempDir Path dir;

  @Test
  void loadsAndRunsWhereThereIsNoModa() throws Exception {
    Network composed = cut(Models.named("mobilenet").build(IMAGE, 10, 0.125, 1));
    Path file = dir.resolve("composed.safetensors");
    Checkpoint.of(composed, Map.of()).save(file);
    float[] x = new float[2 * IMAGE.elements()];
    CounterRandom.of("x").fill(x, 1, 0);
    float[] expected =
        composed.forward(Tensor.of(IMAGE.prepend(2), x), Mode.EVALUATE).data().clone();

    try (URLClassLoader withoutModa = loader()) {
      assertThatThrownBy(() -> withoutModa.loadClass(Composer.class.getName()))
          .isInstanceOf(ClassNotFoundException.class);
      assertThat(run(withoutModa, file, x)).isEqualTo(expected);
    }
  }

  /** Keeps every third unit, so that additions and depthwise layers have to be aligned. */
  private static Network cut(Network network) {
    Map<String, BitSet> kept = new TreeMap<>();
    int shift = 0;
    for (NetworkNode node : network.trackedNodes()) {
      BitSet units = new BitSet();
      for (int u = shift++ % 2; u < node.shape().dim(-1); u += 3) {
        units.set(u);
      }
      units.set(0);
      kept.put(node.name(), units);
    }
    BitSet outputs = BitSet.valueOf(new long[] {0b1001});
    Network cut = Slicer.plan(network, kept, outputs).build("cut");
    assertThat(cut.nodes()).anyMatch(node -> node.layer().type().contains("align"));
    return cut;
  }

  /** Everything on the class path but the module. */
  private static URLClassLoader loader() {
    URL moda = Composer.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> url(Path.of(entry).toUri()))
            .filter(url -> !url.toExternalForm().equals(moda.toExternalForm()))
            .toArray(URL[]::new);
    return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The output of the network in the file, by reflection in the other loader's classes. */
  private static float[] run(ClassLoader classes, Path file, float[] x) throws Exception {
    Class<?> checkpoint = classes.loadClass(Checkpoint.class.getName());
    Object network =
        checkpoint
            .getMethod("network")
            .invoke(checkpoint.getMethod("load", Path.class).invoke(null, file));
    Class<?> shape = classes.loadClass(Shape.class.getName());
    Class<?> tensor = classes.loadClass(Tensor.class.getName());
    Class<?> mode = classes.loadClass(Mode.class.getName());
    Object in =
        tensor
            .getMethod("of", shape, float[].class)
            .invoke(
                null,
                shape
                    .getMethod("of", int[].class)
                    .invoke(null, (Object) IMAGE.prepend(2).toArray()),
                x);
    Object out =
        network
            .getClass()
            .getMethod("forward", tensor, mode)
            .invoke(network, in, mode.getField("EVALUATE").get(null));
    return (float[]) tensor.getMethod("data").invoke(out);
  }
}
