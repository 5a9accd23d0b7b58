package org.modaj.moda.replace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.moda.Composer;
import org.modaj.moda.ModularizationException;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.UnitsCheck;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.Mode;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkBuilder;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.build.Conv;
import org.modaj.nn.build.Dense;
import org.modaj.nn.build.Value;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Evaluation;
import org.modaj.nn.train.Trainer;
import org.modaj.nn.train.TrainingObjective;

class AssemblyTest {
  private static final DataSplit DATA = EmbeddedImages.generate(1, 600, 200);

  @TempDir Path dir;

  private static Network trained(int channels, int... classes) {
    NetworkBuilder net = new NetworkBuilder("net" + channels, Shape.of(32, 32, 3), channels);
    Value x = net.conv2d("conv1", net.input(), Conv.of(channels, 3).stride(2).pad(1));
    x = net.relu("relu1", net.batchNorm("bn1", x));
    x = net.conv2d("conv2", x, Conv.of(2 * channels, 3).stride(2).pad(1));
    x = net.globalAveragePool("pool", net.relu("relu2", net.batchNorm("bn2", x)));
    net.dense("fc", x, Dense.of(classes.length));
    Network network = net.build();
    new Trainer(
            network,
            new Sgd(network.parameters(), 0.9, true, 0),
            LearningRateSchedule.cosine(0.05, 12),
            TrainingObjective.crossEntropy())
        .fit(DATA.select(classes).trainingBatches(16, 1), null, 12);
    return network;
  }

  private static Network module(Network network, int[] classes, int... wanted) {
    ActivityRates rates = ActivityRates.measure(network, DATA.select(classes).plainTraining());
    return new Composer(network, ModuleSet.recognize(rates, Recognition.at(0.5))).compose(wanted);
  }

  @Test
  void modules_of_two_networks_make_one_classifier() throws Exception {
    int[] first = {0, 1, 2};
    int[] second = {4, 6, 8};
    Network a = module(trained(8, first), first, 0, 2);
    Network b = module(trained(12, second), second, 1);
    DataSplit together = DATA.select(0, 2, 6);

    Assembly assembly = Composer.merge(a, b);
    Network merged =
        assembly.calibrated(together.plainTraining(), new Calibration(20, 0.05, 0.9, 1));

    assertThat(merged.outputShape()).isEqualTo(Shape.of(3));
    double accuracy = Evaluation.of(merged, together.testBatches()).accuracy();
    assertThat(accuracy).as("of three classes").isGreaterThan(0.5);
    double calibrated = Evaluation.of(merged, together.plainTraining()).accuracy();
    double joined = Evaluation.of(assembly.joined(), together.plainTraining()).accuracy();
    assertThat(calibrated).isGreaterThan(joined);
    assertThat(merged.parameterCount()).isEqualTo(a.parameterCount() + b.parameterCount() + 12);
    UnitsCheck.verify(merged);
    Path file = dir.resolve("merged.safetensors");
    Checkpoint.of(merged, Map.of()).save(file);
    var x = NetworkInput.of(together.testBatches().epoch(0).next());
    assertThat(Checkpoint.load(file).network().forward(x, Mode.EVALUATE).data())
        .isEqualTo(merged.forward(x, Mode.EVALUATE).data());
  }

  @Test
  void outputs_follow_one_another() {
    Network a = dense("a", 4, 2).withClasses(List.of(3, 5));
    Network b = dense("b", 4, 1).withClasses(List.of(1));
    var x = Tensor.of(Shape.of(1, 4), new float[] {1, -2, 3, 0.5f});

    Network joined = Composer.merge(a, b).joined();

    float[] pair = a.forward(x, Mode.EVALUATE).data();
    assertThat(joined.forward(x, Mode.EVALUATE).data())
        .containsExactly(pair[0], pair[1], b.forward(x, Mode.EVALUATE).data()[0]);
    assertThat(joined.classes()).as("numbers of different networks").isEmpty();
    assertThat(Composer.merge(a).joined().outputShape()).isEqualTo(Shape.of(2));
  }

  private static Network dense(String name, int features, int outputs) {
    NetworkBuilder net = new NetworkBuilder(name, Shape.of(features), 1);
    net.dense("fc", net.input(), Dense.of(outputs));
    return net.build();
  }

  @Test
  void what_does_not_fit_is_refused() {
    refuses("reads samples [5]", dense("a", 4, 2), dense("b", 5, 2));
    refuses("one output", dense("a", 4, 1));
    refuses("at least one module");
    Assembly three = Composer.merge(dense("a", 4, 2), dense("b", 4, 1));
    assertThatThrownBy(
            () -> three.calibrated(DATA.select(0, 1).testBatches(), Calibration.paper(1)))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("3 outputs")
        .hasMessageContaining("2 classes");
  }

  private static void refuses(String why, Network... modules) {
    assertThatThrownBy(() -> Composer.merge(modules))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining(why);
  }
}
