package org.modaj.interop.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.random.CounterRandom;
import org.modaj.interop.GradientStep;
import org.modaj.interop.Recorded;
import org.modaj.moda.UnitsCheck;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.StepKey;

/**
 * Graphs in the ways that other tools write them, of many opsets: what onnxruntime computes of them
 * the imported network computes too; it trains, its units keep the law, and what it is exported as
 * computes the same. Each topic has a class with a method {@code graphs}.
 */
abstract class ForeignGraphs {
  @TempDir Path dir;

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void what_onnxruntime_computes_is_computed_here(ForeignGraph graph) throws Exception {
    int[] dims = graph.dims();
    GraphText g = new GraphText(graph.opset(), dims);
    Path file = dir.resolve("graph.onnx");
    Files.write(file, g.bytes(graph.writer().write(g)));
    Tensor given = input(dims);
    boolean channelsFirst = dims.length == 4 && dims[1] == 3;
    Tensor x = channelsFirst ? OnnxRun.moved(given, 0, 2, 3, 1) : given;
    x = dims.length == 3 && dims[1] == 4 ? OnnxRun.moved(given, 0, 2, 1) : x;
    Tensor expected = OnnxRun.raw(file, given);

    Network network = OnnxImport.read(file).network();

    Tensor actual = network.forward(x, Mode.EVALUATE);
    assertThat(Recorded.deviation(actual.data(), ours(expected).data())).isLessThan(1e-5);
    UnitsCheck.verify(network);
    Path out = dir.resolve("out.onnx");
    OnnxExport.write(network, Map.of(), out);
    Tensor again = OnnxRun.run(out, x, network.inputShape().dim(-1));
    assertThat(Recorded.deviation(again.data(), actual.data())).isLessThan(1e-4);
    Network back = OnnxImport.read(out).network();
    assertThat(back.forward(x, Mode.EVALUATE).data()).isEqualTo(actual.data());
    Path twice = dir.resolve("twice.onnx");
    OnnxExport.write(back, Map.of(), twice);
    assertThat(twice).hasSameBinaryContentAs(out);
    double before = GradientStep.take(network, training(x), actual, 0.1f);
    assertThat(GradientStep.take(network, training(x), actual, 0.1f)).isLessThan(before);
  }

  private static Tensor ours(Tensor y) {
    return y.shape().rank() == 4 ? OnnxRun.moved(y, 0, 2, 3, 1) : y;
  }

  private static Tensor input(int[] dims) {
    int[] sizes = Arrays.copyOf(dims, dims.length);
    sizes[0] = 3;
    for (int a = 1; a < sizes.length; a++) {
      sizes[a] = sizes[a] < 0 ? 7 : sizes[a];
    }
    Shape shape = Shape.of(sizes);
    float[] values = new float[shape.elements()];
    CounterRandom.of(5, "x").fillNormal(values, 1);
    return Tensor.of(shape, values);
  }

  private static NetworkInput training(Tensor x) {
    return NetworkInput.of(x).withKey(StepKey.of(1, 0, 3));
  }
}
