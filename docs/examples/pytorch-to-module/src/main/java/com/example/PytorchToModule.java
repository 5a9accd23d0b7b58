package com.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.interop.torch.StateDict;
import org.modaj.interop.torch.TorchModels;
import org.modaj.interop.torch.TorchWeights;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Evaluation;
import org.modaj.nn.train.Trainer;

/**
 * Takes PyTorch's weights of a LeNet5, trains the network a little further with MODA's objectives,
 * cuts the module of one pair of classes, checks it, and ships it: as a file of this project and as
 * one that PyTorch loads.
 */
public final class PytorchToModule {
  private static final int EPOCHS = 3;
  private static final int[] WANTED = {1, 4};

  public static void main(String[] args) throws IOException {
    StateDict weights = StateDict.read(Path.of(args[0]));
    weights.warnings().forEach(System.err::println);
    Network network = TorchModels.build("lenet5", weights, Shape.of(32, 32, 3));
    TorchWeights.load(network, weights);
    print("imported %s: %d parameters", network.name(), network.parameterCount());

    var data = EmbeddedImages.generate(1, 2000, 500);
    var optimizer = new Sgd(network.parameters(), 0.9, true, 0);
    var schedule = LearningRateSchedule.cosine(0.05, EPOCHS);
    new Trainer(network, optimizer, schedule, ModularObjective.paper())
        .fit(data.trainingBatches(64, 1), null, EPOCHS);

    var rates = ActivityRates.measure(network, data.plainTraining());
    var modules = ModuleSet.recognize(rates, Recognition.at(0.9));
    Network module = new Composer(network, modules).compose(WANTED);

    Path folder = Files.createDirectories(Path.of("target"));
    Path file = folder.resolve("module.safetensors");
    Checkpoint.of(module, Map.of("classes", "1,4")).save(file);
    TorchWeights.save(module, folder.resolve("module-for-pytorch.safetensors"));

    var test = data.testBatchesOf(WANTED);
    double whole = Evaluation.of(network, test).accuracyOn(WANTED);
    double cut = Evaluation.of(Checkpoint.load(file).network(), test).accuracyOfComposed();
    print("accuracy on the two classes: whole %.2f, module %.2f", whole, cut);
    print("module: %d parameters, saved to %s", module.parameterCount(), file);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
