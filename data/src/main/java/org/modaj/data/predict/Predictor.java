package org.modaj.data.predict;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.modaj.data.Image;
import org.modaj.data.folder.ImageFiles;
import org.modaj.engine.Autograd;
import org.modaj.engine.Tensor;
import org.modaj.engine.Workspace;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.ops.Softmax;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkInput;
import org.modaj.nn.PreparedNetwork;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.io.ModelInfo.Task;
import org.modaj.nn.layer.LayerTypes;

/**
 * A trained network that answers. It resizes and normalizes as the network's file says, computes
 * without gradients in evaluation mode, and gives its memory back.
 *
 * <pre>{@code
 * Predictor predictor = Predictor.load(Path.of("cat-dog.safetensors"));
 * Prediction best = predictor.classify(ImageIO.read(new File("photo.jpg")), 1).getFirst();
 * }</pre>
 *
 * <p>What is given:
 *
 * <ul>
 *   <li>images of any size; networks of one channel get them grey;
 *   <li>{@code float[]}: the values of one sample as they stand in the data, not normalized yet; of
 *       images pixels 0 .. 255, row by row, the channels of a pixel together; of sequences step by
 *       step;
 *   <li>{@code float[][]}: one sequence, its steps;
 *   <li>a {@code String}: a text, where the network's file has the vocabulary it learned with;
 *   <li>a {@link Tensor}: what the network reads, normalized already, one sample {@code
 *       [...inputShape]} or a batch of them.
 * </ul>
 *
 * <p>Safe for any number of threads, virtual ones too. {@link #workers} requests are computed at
 * the same time, each on one processor; more of them wait for their turn. A request that is alone
 * uses all processors. All give the same bits. The network is {@link Network#prepare prepared}: a
 * sample alone and in a batch may differ by rounding, see {@link PreparedNetwork}. It must not be
 * trained meanwhile. Closing is not needed: idle threads end by themselves.
 */
public final class Predictor implements AutoCloseable {
  private static final String CLASSIFY = "classify";
  private static final String PREDICT = "predict";

  private final Network network;
  private final PreparedNetwork prepared;
  private final ModelInfo info;
  private final InputReader reader;
  private final Workers workers;

  private Predictor(Network network, ModelInfo info, int workers) {
    this.network = network;
    this.prepared = network.prepare();
    this.info = info;
    this.reader = new InputReader(network, info);
    if (workers < 1) {
      throw new PredictionException(
          PREDICT, network.name(), "expected at least one worker, but got " + workers);
    }
    this.workers = new Workers(workers);
  }

  /**
   * Loads a checkpoint.
   *
   * @throws FileFormatException when it is damaged or no checkpoint
   * @throws FileAccessException when it cannot be read
   * @throws org.modaj.engine.EngineException when what it says of itself cannot be
   */
  public static Predictor load(Path checkpoint) throws FileFormatException, FileAccessException {
    return load(checkpoint, LayerTypes.standard());
  }

  /**
   * Loads a checkpoint with layers of one's own.
   *
   * @param types the layers that may be in it
   * @throws FileFormatException when it is damaged or no checkpoint
   * @throws FileAccessException when it cannot be read
   */
  public static Predictor load(Path checkpoint, LayerTypes types)
      throws FileFormatException, FileAccessException {
    Checkpoint loaded = Checkpoint.load(checkpoint, types);
    return of(loaded.network(), loaded.info());
  }

  /**
   * Answers with a network in memory, as many requests at a time as there are processors.
   *
   * @param info what its outputs mean and what becomes of its inputs
   * @throws PredictionException when the normalization has another number of channels than the
   *     input
   */
  public static Predictor of(Network network, ModelInfo info) {
    return of(network, info, Runtime.getRuntime().availableProcessors());
  }

  /**
   * As {@link #of(Network, ModelInfo)}.
   *
   * @param workers requests computed at the same time, at least 1; each has its own workspace
   */
  public static Predictor of(Network network, ModelInfo info, int workers) {
    return new Predictor(network, info, workers);
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** What its outputs mean and what becomes of its inputs. */
  public ModelInfo info() {
    return info;
  }

  /** How many requests are computed at the same time. */
  public int workers() {
    return workers.count();
  }

  // ------------------------------------------------------------------------------ classify

  /**
   * The likeliest classes of an image.
   *
   * @param top how many, at least 1; all when there are fewer
   * @return the likeliest first, of equals the one that comes first
   * @throws PredictionException when the network does not classify images, or says too little of
   *     itself
   */
  public List<Prediction> classify(BufferedImage image, int top) {
    return classify(ImageFiles.of(image), top);
  }

  /**
   * As {@link #classify(BufferedImage, int)}, of an image file.
   *
   * @throws org.modaj.data.DataException when it is missing, no image, damaged or too large
   */
  public List<Prediction> classify(Path imageFile, int top) {
    return classify(ImageFiles.read(imageFile), top);
  }

  /** As {@link #classify(BufferedImage, int)}, of pixels. */
  public List<Prediction> classify(Image image, int top) {
    requireClasses(top);
    return ranked(reader.image(CLASSIFY, image), top);
  }

  /** As {@link #classify(BufferedImage, int)}, of the values of one sample. */
  public List<Prediction> classify(float[] values, int top) {
    requireClasses(top);
    return ranked(reader.values(CLASSIFY, values), top);
  }

  /** As {@link #classify(BufferedImage, int)}, of the steps of one sequence. */
  public List<Prediction> classify(float[][] steps, int top) {
    requireClasses(top);
    return ranked(reader.steps(CLASSIFY, steps), top);
  }

  /**
   * As {@link #classify(BufferedImage, int)}, of a text.
   *
   * @throws PredictionException when the network reads no texts, or the text has no character or
   *     word
   */
  public List<Prediction> classify(String text, int top) {
    requireClasses(top);
    return ranked(reader.text(CLASSIFY, text), top);
  }

  /** As {@link #classify(BufferedImage, int)}, of one sample as the network reads it. */
  public List<Prediction> classify(Tensor input, int top) {
    requireClasses(top);
    Tensor batch = reader.tensor(CLASSIFY, input);
    if (batch.dim(0) != 1) {
      throw refused(CLASSIFY, "expected one sample, but the tensor has " + batch.dim(0));
    }
    return ranked(batch, top);
  }

  private void requireClasses(int top) {
    if (info.task() == Task.REGRESSION || info.task() == Task.MULTI_LABEL) {
      throw refused(CLASSIFY, "it gives values, not classes; use predict");
    }
    if (network.outputShape().rank() != 1) {
      throw refused(
          CLASSIFY,
          "its output is " + network.outputShape() + ", not one value for each class; use predict");
    }
    int outputs = network.outputShape().elements();
    if (info.classNames().isEmpty()) {
      throw refused(
          CLASSIFY,
          "it does not say what its "
              + outputs
              + " classes are called; use predict, or name them: import with --classes, or"
              + " Predictor.of(network, info.withClassNames(…))");
    }
    if (info.classNames().size() != outputs) {
      throw refused(
          CLASSIFY,
          "it has "
              + outputs
              + " outputs, but the names of "
              + info.classNames().size()
              + " classes "
              + info.classNames()
              + "; name as many");
    }
    if (top < 1) {
      throw refused(CLASSIFY, "expected at least one class to be asked for, but got " + top);
    }
    if (lastType().equals("sigmoid")) {
      throw refused(
          CLASSIFY,
          "its outputs are probabilities of their own, several classes may be right; use predict");
    }
  }

  private List<Prediction> ranked(Tensor input, int top) {
    boolean probabilities = lastType().equals("softmax");
    float[] p =
        compute(
            CLASSIFY,
            input,
            outputs -> {
              Tensor y = outputs.firstEntry().getValue();
              requireFinite(CLASSIFY, y);
              return (probabilities ? y : Softmax.apply(y, -1)).data().clone();
            });
    List<Prediction> all = new ArrayList<>();
    IntStream.range(0, p.length)
        .forEach(i -> all.add(new Prediction(i, info.classNames().get(i), p[i])));
    all.sort(Comparator.comparing(Prediction::probability).reversed());
    return List.copyOf(all.subList(0, Math.min(top, all.size())));
  }

  private String lastType() {
    return network.nodes().get(network.outputNode()).layer().type();
  }

  // ------------------------------------------------------------------------------ predict

  /**
   * What the network computes of an image: its main output, as it is.
   *
   * @return {@code [...outputShape]}
   */
  public Tensor predict(BufferedImage image) {
    return predict(ImageFiles.of(image));
  }

  /** As {@link #predict(BufferedImage)}, of pixels. */
  public Tensor predict(Image image) {
    return single(reader.image(PREDICT, image));
  }

  /** As {@link #predict(BufferedImage)}, of the values of one sample. */
  public Tensor predict(float[] values) {
    return single(reader.values(PREDICT, values));
  }

  /** As {@link #predict(BufferedImage)}, of the steps of one sequence. */
  public Tensor predict(float[][] steps) {
    return single(reader.steps(PREDICT, steps));
  }

  /**
   * As {@link #predict(BufferedImage)}, of what the network reads.
   *
   * @param input one sample {@code [...inputShape]}, or a batch {@code [n, ...inputShape]}
   * @return {@code [...outputShape]}, or {@code [n, ...outputShape]}
   */
  public Tensor predict(Tensor input) {
    Tensor batch = reader.tensor(PREDICT, input);
    return batch == input ? main(batch) : single(batch);
  }

  /**
   * All outputs of a network with several, by name.
   *
   * @param input one sample or a batch
   * @return each {@code [n, ...]}; n is 1 for one sample
   */
  public SequencedMap<String, Tensor> predictHeads(Tensor input) {
    return compute(
        PREDICT,
        reader.tensor(PREDICT, input),
        outputs -> {
          SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
          outputs.forEach((name, y) -> copies.put(name, copy(y)));
          return copies;
        });
  }

  private Tensor main(Tensor batch) {
    return compute(PREDICT, batch, outputs -> copy(outputs.firstEntry().getValue()));
  }

  private Tensor single(Tensor batchOfOne) {
    Tensor y = main(batchOfOne);
    return Tensor.of(y.shape().withoutFirst(), y.data());
  }

  private Tensor copy(Tensor y) {
    requireFinite(PREDICT, y);
    return Tensor.of(y.shape(), y.data().clone());
  }

  // ------------------------------------------------------------------------------ computing

  private <T> T compute(
      String operation, Tensor input, Function<SequencedMap<String, Tensor>, T> use) {
    return workers.call(
        operation,
        () -> {
          try (Autograd.Scope _ = Autograd.noGrad();
              Workspace _ = Workspace.open()) {
            return use.apply(prepared.forwardHeads(NetworkInput.of(input)));
          }
        });
  }

  private void requireFinite(String operation, Tensor y) {
    for (float value : y.data()) {
      if (!Float.isFinite(value)) {
        throw refused(
            operation,
            "it computed "
                + value
                + "; its weights have broken, or the input is far from what it was trained on");
      }
    }
  }

  private PredictionException refused(String operation, String detail) {
    return new PredictionException(operation, network.name(), detail);
  }

  /** Ends the threads; requests in work are answered, later ones are refused. */
  @Override
  public void close() {
    workers.close();
  }

  @Override
  public String toString() {
    return "predictor of " + network;
  }
}
