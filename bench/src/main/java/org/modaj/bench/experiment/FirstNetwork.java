package org.modaj.bench.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.data.DataSplit;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.train.FineTuning;

/**
 * A trained network, whole, composed or imported, that a training begins with in place of a new
 * one. Outputs for classes that it knows by name keep their weights, others are new.
 */
public final class FirstNetwork {
  /** SHA-256 of the weights that a training began with, in settings and in checkpoints. */
  static final String FROM = "fine_tuned_from";

  private static final String FREEZE = "freeze";
  private static final String KEPT = "kept_outputs";
  private static final String NEW = "new_outputs";

  private final Path file;
  private final Network trained;
  private final Map<String, String> metadata;

  private FirstNetwork(Path file, Network trained, Map<String, String> metadata) {
    this.file = file;
    this.trained = trained;
    this.metadata = metadata;
  }

  /**
   * Reads the network.
   *
   * @throws IOException when it cannot be read or is damaged
   */
  public static FirstNetwork open(Path file) throws IOException {
    Checkpoint checkpoint = Checkpoint.load(file);
    return new FirstNetwork(file, checkpoint.network(), checkpoint.metadata());
  }

  /**
   * Reads the network of a training that itself began with a trained one; null when the folder has
   * none.
   *
   * @throws IOException when its checkpoint cannot be read or is damaged
   */
  public static @Nullable FirstNetwork tunedIn(Path folder) throws IOException {
    Path file = folder.resolve(TrainingRun.CHECKPOINT);
    FirstNetwork network = Files.isRegularFile(file) ? open(file) : null;
    return network == null || network.setting(FROM, "").equals("") ? null : network;
  }

  /** The network as it is in the file. */
  public Network trained() {
    return trained;
  }

  /** What it was trained as, such as {@code vgg16}; its own name when the file does not say. */
  public String model() {
    return String.valueOf(setting("model", trained.name()));
  }

  /** The width that it was trained with; 1 when the file does not say. */
  public double width() {
    return setting("width", 1.0) instanceof Number width ? width.doubleValue() : 1;
  }

  private Object setting(String name, Object otherwise) {
    try {
      String settings = metadata.get(TrainingRun.SETTINGS);
      Object value = settings == null ? null : JsonValue.parse(settings).members().get(name);
      return value == null ? otherwise : value;
    } catch (JsonFormatException e) {
      return otherwise;
    }
  }

  /** The data set that it was trained on; null when the file does not say. */
  public @Nullable String dataName() {
    return metadata.get(SavedModel.DATA);
  }

  /** What the file says of its inputs and outputs. */
  public ModelInfo info() {
    return ModelInfo.of(metadata);
  }

  /**
   * The same data with the inputs that the network learned from.
   *
   * @throws ExperimentException when the network cannot read them
   */
  public DataSplit scaled(DataSplit given) {
    ModelInfo info = info();
    DataSplit data = SavedModel.numbered(given, info);
    Shape reads = trained.inputShape();
    Shape has = data.inputShape();
    boolean fits =
        trained.readsSequences()
            ? has.rank() == 2 && has.dim(1) == reads.dim(1)
            : has.equals(reads);
    if (!fits) {
      throw new ExperimentException(
          "the network in "
              + file
              + " reads "
              + reads
              + ", but the "
              + data.kind()
              + " of "
              + data.name()
              + " are "
              + has
              + "; give data of this shape, or another network");
    }
    return SavedModel.scaled(data, info);
  }

  /**
   * Lets a training begin with it.
   *
   * @param run of these data
   * @param freeze patterns of parameters that do not train, see {@link FineTuning#freezing}
   * @param seed of the weights of new outputs
   * @return remarks for the user
   * @throws ExperimentException when it cannot learn these classes, or a pattern makes no sense
   */
  public List<String> begin(TrainingRun run, DataSplit data, List<String> freeze, long seed) {
    List<String> classes = data.train().classNames();
    List<String> known = info().classNames();
    int outputs = trained.outputShape().elements();
    int[] sources = new int[classes.size()];
    boolean named = known.size() == outputs;
    boolean asTheyAre = named ? known.equals(classes) : outputs == classes.size();
    List<String> kept = new ArrayList<>();
    List<String> fresh = new ArrayList<>();
    for (int i = 0; i < sources.length; i++) {
      sources[i] = asTheyAre ? i : named ? known.indexOf(classes.get(i)) : FineTuning.FRESH;
      (sources[i] == FineTuning.FRESH ? fresh : kept).add(classes.get(i));
    }
    Network network;
    try {
      FineTuning tuning = FineTuning.of(trained);
      tuning = asTheyAre ? tuning : tuning.withOutputs(sources, seed);
      network = (freeze.isEmpty() ? tuning : tuning.freezing(freeze)).network();
    } catch (EngineException e) {
      throw new ExperimentException(file + ": " + e.getMessage());
    }
    Map<String, Object> entries = identity(this, freeze);
    entries.put(KEPT, kept);
    entries.put(NEW, fresh);
    run.startingFrom(network, entries);
    return remarks(network, kept, fresh, named);
  }

  /**
   * What a training that goes on must have begun with.
   *
   * @param network null when it was not named again
   * @param freeze empty when it was not named again
   */
  public static Map<String, Object> identity(@Nullable FirstNetwork network, List<String> freeze) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (network != null) {
      entries.put(FROM, network.trained.sha256());
    }
    if (!freeze.isEmpty()) {
      entries.put(FREEZE, String.join(",", freeze));
    }
    return entries;
  }

  /** Those of a training's settings that are about what it began with. */
  static Map<String, Object> entriesOf(Map<String, @Nullable Object> settings) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (String name : List.of(FROM, FREEZE, KEPT, NEW)) {
      Object value = settings.get(name);
      if (value != null) {
        entries.put(name, value);
      }
    }
    return entries;
  }

  private List<String> remarks(
      Network network, List<String> kept, List<String> fresh, boolean named) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "begins with the weights of "
            + file
            + " ("
            + trained.sha256().substring(0, 12)
            + "…); outputs kept: "
            + text(kept)
            + "; new: "
            + text(fresh));
    if (!named) {
      remarks.add(
          file
              + " does not name its classes"
              + (fresh.isEmpty() ? "; output i is taken for class i" : ""));
    }
    long frozen =
        network.parameters().values().stream()
            .filter(p -> !p.requiresGrad())
            .mapToLong(Tensor::elements)
            .sum();
    if (frozen > 0) {
      remarks.add(
          String.format(
              Locale.ROOT, "frozen: %,d of %,d parameters", frozen, network.parameterCount()));
    }
    return remarks;
  }

  private static String text(List<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
