package org.modaj.nn.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.nn.Network;

/**
 * What a network says of itself besides its graph: what it answers, what its outputs are called,
 * and what becomes of values before it reads them. It stands in the free text entries of
 * checkpoints and ONNX files (see {@link #entries}); whatever is missing there is unknown.
 *
 * @param task what the outputs are
 * @param classNames names of the outputs, in their order; empty when unknown
 * @param scaling what becomes of values before the network reads them; null when unknown
 * @param fit how images of another size get the network's
 * @param version of the model, or of the program that made it; null when unknown
 * @param module of which network it is a part, for which classes; null when it is none
 * @param vocabulary what numbers the characters or words of a text that the network reads, as text;
 *     null when it reads none
 */
public record ModelInfo(
    Task task,
    List<String> classNames,
    @Nullable InputScaling scaling,
    ImageFit fit,
    @Nullable String version,
    @Nullable ModuleOrigin module,
    @Nullable String vocabulary) {

  /** What the outputs of a network are. */
  public enum Task {
    /** One class for each sample: output i is the logit (or probability) of class i. */
    CLASSIFICATION,
    /** Real values. */
    REGRESSION,
    /** Several answers of yes and no: output i is the logit of answer i. */
    MULTI_LABEL,
    /** Nobody said. */
    UNKNOWN
  }

  /** How an image of another size gets the size that a network reads. */
  public enum ImageFit {
    /** Both sides are resized, each as it needs. */
    STRETCH,
    /** The shorter side is resized to 8/7 of the size, the middle is taken. */
    MIDDLE
  }

  /** Nothing is known. */
  public static final ModelInfo UNKNOWN =
      new ModelInfo(Task.UNKNOWN, List.of(), null, ImageFit.STRETCH, null, null, null);

  /**
   * Copies the names.
   *
   * @throws EngineException when two outputs have the same name
   */
  public ModelInfo {
    classNames = List.copyOf(classNames);
    if (classNames.stream().distinct().count() != classNames.size()) {
      throw new EngineException(
          "model info", null, "expected a name of its own for each class, but got " + classNames);
    }
  }

  /** A classifier of these classes, in the order of its outputs. */
  public static ModelInfo ofClasses(List<String> names) {
    return UNKNOWN.withTask(Task.CLASSIFICATION).withClassNames(names);
  }

  /** The same with another task. */
  public ModelInfo withTask(Task other) {
    return new ModelInfo(other, classNames, scaling, fit, version, module, vocabulary);
  }

  /** The same with other names of the outputs. */
  public ModelInfo withClassNames(List<String> names) {
    return new ModelInfo(task, names, scaling, fit, version, module, vocabulary);
  }

  /** The same with another scaling of what is read. */
  public ModelInfo withScaling(@Nullable InputScaling other) {
    return new ModelInfo(task, classNames, other, fit, version, module, vocabulary);
  }

  /** The same with another way to resize images. */
  public ModelInfo withFit(ImageFit other) {
    return new ModelInfo(task, classNames, scaling, other, version, module, vocabulary);
  }

  /** The same with a version. */
  public ModelInfo withVersion(@Nullable String other) {
    return new ModelInfo(task, classNames, scaling, fit, other, module, vocabulary);
  }

  /** The same of a module. */
  public ModelInfo withModule(@Nullable ModuleOrigin other) {
    return new ModelInfo(task, classNames, scaling, fit, version, other, vocabulary);
  }

  /** The same of a network that reads texts, numbered by this vocabulary. */
  public ModelInfo withVocabulary(@Nullable String other) {
    return new ModelInfo(task, classNames, scaling, fit, version, module, other);
  }

  /**
   * What is to be said of a network that was cut out of this one: the names of its outputs, the
   * same inputs.
   *
   * @param whole the network that this is about
   * @param part a network composed of it; says itself which classes its outputs are
   * @param origin how it was cut; null when nobody needs to know
   * @throws EngineException when the part has a class that the whole network has not
   */
  public ModelInfo cut(Network whole, Network part, @Nullable ModuleOrigin origin) {
    if (classNames.isEmpty()) {
      return withModule(origin);
    }
    List<Integer> own = classesOf(whole);
    List<String> names = new ArrayList<>();
    for (int c : classesOf(part)) {
      int at = own.indexOf(c);
      if (at < 0 || at >= classNames.size()) {
        throw new EngineException(
            "model info",
            part.name(),
            "it is for the class " + c + ", which " + whole.name() + " has not; it has " + own);
      }
      names.add(classNames.get(at));
    }
    return withClassNames(names).withModule(origin);
  }

  private static List<Integer> classesOf(Network network) {
    return network
        .classes()
        .orElseGet(() -> IntStream.range(0, network.outputShape().dim(-1)).boxed().toList());
  }

  /**
   * Text entries for a file, such as {@code class_names: ["cat","dog"]}; nothing for what is
   * unknown. {@code docs/serving.md} lists them.
   */
  public Map<String, String> entries() {
    return ModelInfoText.write(this);
  }

  /**
   * Reads text entries of a file, also those of earlier checkpoints and, for class names, those
   * that other tools write.
   *
   * @throws EngineException naming an entry that cannot be what it should be
   */
  public static ModelInfo of(Map<String, String> entries) {
    return ModelInfoText.read(entries);
  }
}
