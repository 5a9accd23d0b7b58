package org.modaj.bench.experiment;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.record.BuildInfo;
import org.modaj.data.DataSplit;
import org.modaj.data.FeatureSamples;
import org.modaj.data.ImageSamples;
import org.modaj.data.LabelledDataset;
import org.modaj.data.Normalization;
import org.modaj.data.SampleKind;
import org.modaj.data.Scaling;
import org.modaj.data.Standardization;
import org.modaj.data.text.TokenSamples;
import org.modaj.data.text.Vocabulary;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.InputScaling;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.io.ModelInfo.ImageFit;
import org.modaj.nn.io.ModuleOrigin;

/**
 * A classifier in a checkpoint: the network, the data set it is for, and which class each output
 * stands for.
 *
 * @param network the network
 * @param dataName data set it was trained on
 * @param classNames names of all classes of the data set
 * @param targets class of each output, distinct; ascending in composed networks
 * @param origin how the network came about, as text entries
 */
public record SavedModel(
    Network network,
    String dataName,
    List<String> classNames,
    int[] targets,
    Map<String, String> origin) {
  /** Entry of the data set's name. */
  static final String DATA = "data";

  /** Name of the data of a network that was imported without saying which data it is for. */
  public static final String NO_DATA = "imported";

  /** Entry of the names of a table's features, {@code column=word} for columns of words. */
  public static final String FEATURES = "feature_names";

  private static final String CLASSES = "classes";
  private static final String TARGETS = "targets";
  private static final String NAMES = "class_names";
  private static final Gson GSON = new Gson();

  /**
   * Reads a checkpoint.
   *
   * @throws IOException when it cannot be read or is damaged
   * @throws ExperimentException when it does not say what its outputs mean
   */
  public static SavedModel open(Path file) throws IOException {
    Checkpoint checkpoint = Checkpoint.load(file);
    Map<String, String> metadata = checkpoint.metadata();
    String data = metadata.get(DATA);
    if (!metadata.containsKey(CLASSES) || !metadata.containsKey(TARGETS) || data == null) {
      refuseValues(file, checkpoint);
      throw new ExperimentException(
          file
              + " does not say which data and classes its network is for; use a checkpoint"
              + " that train or compose has written");
    }
    try {
      List<String> names = JsonValue.parse(metadata.get(CLASSES)).texts();
      int[] targets = JsonValue.parse(metadata.get(TARGETS)).integers();
      if (!stand(targets, names.size())
          || targets.length != checkpoint.network().outputShape().elements()) {
        throw new ExperimentException(
            file
                + " says that its "
                + checkpoint.network().outputShape().elements()
                + " outputs stand for the classes "
                + Arrays.toString(targets)
                + " of "
                + names.size()
                + ", which cannot be; its metadata was changed, restore it");
      }
      SavedModel model =
          new SavedModel(checkpoint.network(), data, names, targets, Map.copyOf(metadata));
      model.requireNames(file);
      return model;
    } catch (JsonFormatException e) {
      throw new ExperimentException(
          file
              + " has unreadable metadata: its entries "
              + CLASSES
              + " and "
              + TARGETS
              + " must be JSON lists of names and numbers ("
              + e.getMessage()
              + "); restore it from a copy");
    }
  }

  private void requireNames(Path file) {
    List<String> named = infoOf(file, origin).classNames();
    if (named.size() != targets.length) {
      throw new ExperimentException(
          file
              + " has "
              + targets.length
              + " outputs, but its entry "
              + NAMES
              + " names "
              + named.size()
              + "; its metadata was changed, restore it from a copy");
    }
  }

  /**
   * What a file's entries say of its network.
   *
   * @throws ExperimentException naming the file when they say nothing that can be
   */
  static ModelInfo infoOf(Path file, Map<String, String> metadata) {
    try {
      return ModelInfo.of(metadata);
    } catch (EngineException e) {
      throw new ExperimentException(
          file + " has unreadable metadata: " + e.getMessage() + "; restore it from a copy");
    }
  }

  private static void refuseValues(Path file, Checkpoint checkpoint) {
    ModelInfo info = infoOf(file, checkpoint.metadata());
    if (SavedValues.isOfValues(info)) {
      throw new ExperimentException(
          file
              + " gives the values "
              + info.classNames()
              + ", not classes; give a network of classes, or use evaluate, predict or export");
    }
  }

  /** Whether these are some of so many classes, none of them twice. */
  private static boolean stand(int[] targets, int classes) {
    return Arrays.stream(targets).allMatch(c -> c >= 0 && c < classes)
        && Arrays.stream(targets).distinct().count() == targets.length;
  }

  /**
   * Reads a list of classes as {@link ClassSelection#parse} does.
   *
   * @return their numbers in the order of the list
   * @throws ExperimentException when a word names no class, or a class occurs twice
   */
  public int[] parse(String list) {
    return ClassSelection.all(dataName, classNames).parse(list);
  }

  /**
   * Fails unless a data set has the classes that the network was trained on, and all entries of the
   * file say so.
   *
   * @throws ExperimentException naming both
   */
  public void requireClassesOf(DataSplit data) {
    if (!data.train().classNames().equals(classNames)) {
      throw new ExperimentException(
          "the network was trained on the classes "
              + classNames
              + ", but "
              + data.name()
              + " has "
              + data.train().classNames()
              + "; give the data it was trained on");
    }
    List<String> named = info().classNames(); // what predictions are called
    if (!named.equals(targetNames())) {
      throw new ExperimentException(
          "the network's outputs are "
              + targetNames()
              + ", but its entry "
              + NAMES
              + " calls them "
              + named
              + "; the file's metadata was changed, restore it from a copy");
    }
  }

  /**
   * Fails unless a training goes on with the classes that the file was saved with.
   *
   * @param saved entries of the file
   * @param now entries of the training that goes on
   * @throws ExperimentException naming both
   */
  static void requireSameClasses(Path file, Map<String, String> saved, Map<String, String> now) {
    for (String entry : List.of(CLASSES, TARGETS, NAMES)) {
      String before = saved.get(entry);
      String after = now.get(entry);
      if (before != null && after != null && !Objects.equals(plain(before), plain(after))) {
        throw new ExperimentException(
            file
                + " says "
                + entry
                + " "
                + before
                + ", but the data say "
                + after
                + "; its metadata was changed or the classes have other names now: restore it"
                + " from a copy, or leave out --resume to begin again");
      }
    }
  }

  /** A text of JSON as values; the text itself when it is none. */
  private static @Nullable Object plain(String json) {
    try {
      return JsonValue.parse(json).plain();
    } catch (JsonFormatException e) {
      return json;
    }
  }

  /** The metadata entries of a network whose outputs stand for these labels of the data. */
  static Map<String, String> metadata(DataSplit data, int[] targets) {
    Map<String, String> metadata = new LinkedHashMap<>();
    ClassSelection selection = ClassSelection.of(data);
    metadata.put(DATA, selection.data());
    metadata.put(CLASSES, GSON.toJson(selection.names()));
    metadata.put(TARGETS, GSON.toJson(selection.select(targets).classes()));
    List<String> names = Arrays.stream(targets).mapToObj(data.train().classNames()::get).toList();
    metadata.putAll(features(data));
    metadata.putAll(info(data.train(), names).entries());
    return metadata;
  }

  /** The names of the features of a table. */
  static Map<String, String> features(DataSplit data) {
    return data.train().samples() instanceof FeatureSamples table && !table.names().isEmpty()
        ? Map.of(FEATURES, GSON.toJson(table.names()))
        : Map.of();
  }

  /** What a network says of itself that learned from these samples. */
  static ModelInfo info(LabelledDataset data, List<String> names) {
    Scaling scaling = data.scaling();
    int channels = data.sampleShape()[data.sampleShape().length - 1];
    boolean own = scaling.mean().length == channels;
    boolean files = data.kind() == SampleKind.IMAGES && !(data.samples() instanceof ImageSamples);
    return ModelInfo.ofClasses(names)
        .withScaling(
            own ? InputScaling.of(scaling.mean(), scaling.std(), scaling.ofPixels()) : null)
        .withFit(files ? ImageFit.MIDDLE : ImageFit.STRETCH)
        .withVocabulary(
            data.samples() instanceof TokenSamples texts ? texts.vocabulary().toText() : null)
        .withVersion(BuildInfo.current().version());
  }

  /** What the network says of itself; {@code docs/serving.md} has the entries. */
  public ModelInfo info() {
    return ModelInfo.of(origin);
  }

  /**
   * The same data with the inputs that the network learned from, where it says which these are:
   * scaled as these, texts numbered by their vocabulary.
   *
   * @throws org.modaj.data.DataException when they are of another kind
   */
  public DataSplit scaled(DataSplit data) {
    return scaled(data, info());
  }

  static DataSplit scaled(DataSplit data, ModelInfo info) {
    return scaled(numbered(data, info), info.scaling());
  }

  /** The same texts, numbered as the network learned them; other data as they are. */
  static DataSplit numbered(DataSplit data, ModelInfo info) {
    if (info.vocabulary() == null) {
      return data;
    }
    Vocabulary vocabulary = Vocabulary.parse(info.vocabulary());
    return new DataSplit(
        data.name(), numbered(data.train(), vocabulary), numbered(data.test(), vocabulary));
  }

  private static LabelledDataset numbered(LabelledDataset data, Vocabulary vocabulary) {
    return data.samples() instanceof TokenSamples texts ? data.with(texts.with(vocabulary)) : data;
  }

  private static DataSplit scaled(DataSplit data, @Nullable InputScaling wanted) {
    if (wanted == null) {
      return data;
    }
    float[] mean = array(wanted.mean());
    float[] std = array(wanted.std());
    Scaling scaling = wanted.pixels() ? Normalization.of(mean, std) : Standardization.of(mean, std);
    return new DataSplit(data.name(), scaled(data.train(), scaling), scaled(data.test(), scaling));
  }

  private static LabelledDataset scaled(LabelledDataset data, Scaling scaling) {
    return data.with(data.samples().scaledAs(scaling));
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  /** The metadata entries of a network for all labels of the data. */
  public static Map<String, String> metadata(DataSplit data) {
    return metadata(data, IntStream.range(0, data.train().classes()).toArray());
  }

  /**
   * Saves a network composed for {@code targets}.
   *
   * @param from SHA-256 of the network it was composed of
   * @param module how it was cut, or null
   */
  public static void save(
      Network network,
      DataSplit data,
      int[] targets,
      String from,
      @Nullable ModuleOrigin module,
      Path file)
      throws IOException {
    Map<String, String> metadata = metadata(data, targets);
    metadata.putAll(ModelInfo.UNKNOWN.withModule(module).entries());
    metadata.put("composed_from", from);
    Checkpoint.of(network, metadata).save(file);
  }

  /** Names of the classes of the outputs. */
  public List<String> targetNames() {
    return Arrays.stream(targets).mapToObj(classNames::get).toList();
  }

  /** Fails unless the outputs are all classes of the data set. */
  public void requireAllClasses(String command) {
    if (!Arrays.equals(targets, IntStream.range(0, classNames.size()).toArray())) {
      throw new ExperimentException(
          command
              + " needs a network for all "
              + classNames.size()
              + " classes in order; this"
              + " one is for "
              + targetNames());
    }
  }
}
