package org.modaj.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modaj.nn.AsAfterTraining.input;
import static org.modaj.nn.AsAfterTraining.trained;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modaj.engine.Autograd;
import org.modaj.engine.Shape;
import org.modaj.engine.ShapeException;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.kernel.Conv2dMode;
import org.modaj.engine.kernel.Parallel;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.model.LstmClassifier;
import org.modaj.nn.model.MobileNet;
import org.modaj.nn.model.ResNet18;
import org.modaj.nn.model.Vgg16;
import org.modaj.nn.optim.Sgd;

/** A prepared network computes what its network computes. */
class PreparedNetworkTest {
  private static final Shape IMAGE = Shape.of(32, 32, 3);

  private final int threads = Parallel.threads();

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threads);
  }

  static Stream<Network> networks() {
    return Stream.of(
            TinyNetworks.convolutional(1),
            LeNet5.build(Shape.of(28, 28, 1), 10, 1, 1),
            Vgg16.build(IMAGE, 10, 0.2, 1),
            ResNet18.build(IMAGE, 10, 0.2, 1),
            MobileNet.build(IMAGE, 10, 0.2, 1),
            LstmClassifier.build(Shape.of(9, 5), 4, 0.2, 1),
            branches())
        .map(AsAfterTraining::trained);
  }

  /** Values that several layers read, views of them, and two heads. */
  private static Network branches() {
    NetworkBuilder net = new NetworkBuilder("branches", Shape.of(8, 8, 16), 1);
    Value x = net.conv2d("conv1", net.input(), Conv.of(16, 3).pad(1));
    Value y = net.batchNorm("norm2", net.conv2d("conv2", x, Conv.of(16, 3).pad(1)));
    x = net.relu("relu2", net.add("sum2", x, y));
    Value flat = net.flatten("flatten", x);
    y = net.add("sum3", net.conv2d("conv3", x, Conv.of(16, 1)), net.input());
    Value features = net.relu("fc relu", net.dense("fc1", flat, Dense.of(20)));
    Value other = net.dense("fc2", net.flatten("flatten2", y), Dense.of(5));
    net.head("first", net.dense("fc3", features, Dense.of(3)));
    net.head("second", other);
    return net.build();
  }

  private static List<Tensor> expected(Network network, Tensor x) {
    try (Autograd.Scope _ = Autograd.noGrad()) {
      return List.copyOf(network.forwardHeads(NetworkInput.of(x), Mode.EVALUATE).values());
    }
  }

  private static List<Tensor> actual(PreparedNetwork prepared, Tensor x) {
    return List.copyOf(prepared.forwardHeads(NetworkInput.of(x)).values());
  }

  private static void assertSameBits(List<Tensor> actual, List<Tensor> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
      assertThat(actual.get(i).data()).isEqualTo(expected.get(i).data());
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void has_the_bits_of_forward_where_the_algorithms_are_the_same(Network network) {
    PreparedNetwork same = network.prepare().withAlgorithmsOfForward();
    for (int batch : new int[] {0, 1, 2, 9}) {
      Tensor x = input(network, batch);
      assertSameBits(actual(same, x), expected(network, x));
      assertSameBits(actual(same, x), expected(network, x)); // with memory that was used before
    }
    try (Conv2dMode.Scope _ = Conv2dMode.EXACT.use()) {
      PreparedNetwork prepared = network.prepare();
      for (int batch : new int[] {1, 9}) {
        Tensor x = input(network, batch);
        assertSameBits(actual(prepared, x), expected(network, x));
      }
    }
  }

  /**
   * Depthwise convolutions: one that only a 1 x 1 convolution reads, one that is a head as well.
   */
  private static Network separable() {
    NetworkBuilder net = new NetworkBuilder("separable", Shape.of(8, 8, 16), 1);
    Value x = net.depthwiseConv2d("wise1", net.input(), Conv.of(16, 3).pad(1).stride(2).withBias());
    x = net.conv2d("point1", net.relu("relu1", x), Conv.of(24, 1));
    Value sum = net.add("sum", net.batchNorm("norm1", x), x);
    Value wise = net.depthwiseConv2d("wise2", sum, Conv.of(24, 3).pad(1));
    Value y = net.batchNorm("norm2", net.conv2d("point2", wise, Conv.of(10, 1)));
    net.head("first", net.relu("relu2", y));
    net.head("second", wise);
    return net.build();
  }

  @Test
  void depthwise_and_pointwise_convolutions_are_computed_together() {
    Network mobileNet = trained(MobileNet.build(IMAGE, 10, 0.2, 1));
    int single = mobileNet.plan().inference().size();
    assertThat(mobileNet.prepare().stepCount()).isEqualTo(single - 13);
    Network other = trained(separable());
    assertThat(other.prepare().stepCount()).isEqualTo(other.plan().inference().size() - 1);
    for (int batch : new int[] {1, 2, 40}) {
      Tensor x = input(other, batch);
      assertSameBits(actual(other.prepare(), x), expected(other, x));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void a_sample_alone_differs_by_rounding_only(Network network) {
    PreparedNetwork prepared = network.prepare();
    Tensor x = input(network, 9);
    Tensor all = prepared.forward(x);
    int size = network.inputShape().elements();
    int outputs = all.elements() / 9;
    for (int n = 0; n < 9; n += 4) {
      float[] own = new float[size];
      System.arraycopy(x.data(), n * size, own, 0, size);
      Tensor one = prepared.forward(Tensor.of(network.inputShape().prepend(1), own));
      float largest = 0;
      for (float value : all.data()) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < outputs; i++) {
        assertThat(one.data()[i])
            .isCloseTo(
                all.data()[n * outputs + i], org.assertj.core.data.Offset.offset(2e-4f * largest));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void threads_do_not_matter(Network network) {
    Tensor x = input(network, 1);
    List<List<Tensor>> results = new ArrayList<>();
    for (int count : new int[] {1, 2, 3}) {
      Parallel.setThreads(count);
      results.add(actual(network.prepare(), x));
    }
    results.add(Parallel.onThisThread(() -> actual(network.prepare(), x)));
    for (List<Tensor> result : results) {
      assertSameBits(result, results.getFirst());
    }
  }

  @Test
  void notices_that_weights_were_trained() {
    Network network = trained(ResNet18.build(IMAGE, 10, 0.1, 1));
    PreparedNetwork prepared = network.prepare().withAlgorithmsOfForward();
    Tensor x = input(network, 3);
    List<Tensor> before = actual(prepared, x);
    Sgd optimizer = new Sgd(network.parameters(), 0.9f, true, 0);
    Tensor y = network.forward(x, Mode.TRAIN);
    y.mul(y).sum().backward();
    List<Tensor> statistics = actual(prepared, x);
    assertSameBits(statistics, expected(network, x));
    assertThat(statistics.getFirst().data()).isNotEqualTo(before.getFirst().data());
    optimizer.step(0.001);
    List<Tensor> after = actual(prepared, x);
    assertSameBits(after, expected(network, x));
    assertThat(after.getFirst().data()).isNotEqualTo(statistics.getFirst().data());
  }

  @Test
  void results_belong_to_the_caller_and_inputs_stay() {
    Network network = branches();
    PreparedNetwork prepared = network.prepare();
    Tensor x = input(network, 2);
    float[] given = x.data().clone();
    List<Tensor> first;
    List<Tensor> copies;
    try (Workspace _ = Workspace.open()) {
      first = actual(prepared, x);
      copies = first.stream().map(Tensor::copy).toList();
      actual(prepared, input(network, 2).mul(Tensor.scalar(3)));
    }
    assertSameBits(first, copies);
    assertThat(x.data()).isEqualTo(given);
  }

  @Test
  void several_threads_compute_at_the_same_time() throws Exception {
    Network network = trained(Vgg16.build(IMAGE, 10, 0.1, 1));
    PreparedNetwork prepared = network.prepare();
    Tensor x = input(network, 1);
    List<Tensor> alone = actual(network.prepare(), x);
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<List<Tensor>>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        boolean own = i % 2 == 0;
        all.add(
            executor.submit(() ->
                own ? Parallel.onThisThread(() -> actual(prepared, x)) : actual(prepared, x)));
      }
      for (Future<List<Tensor>> one : all) {
        assertSameBits(one.get(), alone);
      }
    }
  }

  @Test
  void a_wrong_input_is_an_error_that_names_the_network() {
    PreparedNetwork prepared = branches().prepare();
    assertThatThrownBy(() -> prepared.forward(Tensor.zeros(1, 8, 8, 15)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("branches")
        .hasMessageContaining("[batch, 8, 8, 16]");
  }
}
