package com.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.data.predict.Predictor;
import org.modaj.engine.Shape;
import org.modaj.moda.Composer;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.objective.ModularObjective;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.model.LeNet5;
import org.modaj.nn.optim.LearningRateSchedule;
import org.modaj.nn.optim.Sgd;
import org.modaj.nn.train.Trainer;

/**
 * Serves a checkpoint on port 8080: the one that is named, or the module of three classes of a small
 * network that is trained first.
 */
public final class ServeModule {
  private static final int EPOCHS = 3;
  private static final int PORT = 8080;
  private static final int[] WANTED = {0, 2, 6};

  public static void main(String[] args) throws Exception {
    Path file = args.length > 0 ? Path.of(args[0]) : Path.of("target", "module.safetensors");
    if (args.length == 0) {
      trainModule(2000, file);
    }
    ImageServer server = ImageServer.start(Predictor.load(file), PORT);
    System.out.println("drop an image on http://localhost:" + server.port());
  }

  /** Saves a classifier of the classes 0, 2 and 6 of the embedded images. */
  static void trainModule(int samples, Path file) throws Exception {
    var data = EmbeddedImages.generate(1, samples, 10);
    Network network = LeNet5.build(Shape.of(32, 32, 3), data.train().classes(), 1.0, 1);
    var optimizer = new Sgd(network.parameters(), 0.9, true, 0);
    new Trainer(network, optimizer, LearningRateSchedule.cosine(0.05, EPOCHS), ModularObjective.paper())
        .fit(data.trainingBatches(64, 1), null, EPOCHS);
    var rates = ActivityRates.measure(network, data.plainTraining());
    var modules = ModuleSet.recognize(rates, Recognition.at(0.9));
    Network module = new Composer(network, modules).compose(WANTED);
    var scaling = data.train().scaling();
    ModelInfo info =
        ModelInfo.ofClasses(names(data.train().classNames()))
            .withScaling(InputScaling.of(scaling.mean(), scaling.std(), scaling.ofPixels()));
    Files.createDirectories(file.toAbsolutePath().getParent());
    Checkpoint.of(module, info).save(file);
  }

  private static List<String> names(List<String> all) {
    return Arrays.stream(WANTED).mapToObj(all::get).toList();
  }
}
