package org.modaj.nn.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.modaj.engine.EngineException;
import org.modaj.engine.Shape;
import org.modaj.engine.Tensor;
import org.modaj.engine.io.DType;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.engine.io.TensorDigest;
import org.modaj.nn.Network;
import org.modaj.nn.layer.LayerTypes;
import org.modaj.nn.layer.UnknownLayerTypeException;

/**
 * A network in a file: safetensors with the graph in the metadata, so that the file alone is enough
 * to compute. A training checkpoint also holds what the optimizer remembers, under its own terms:
 * {@code optimizer/velocity/conv1.weight}.
 *
 * <p>Tensors have our layouts: convolutions {@code [kh, kw, in, out]}, dense {@code [in, out]}; the
 * metadata entry {@code layout} says so.
 *
 * @param network the network
 * @param optimizerState as {@link org.modaj.nn.optim.Optimizer#state} names it; empty when not
 *     saved
 * @param metadata free text entries, such as the model, the classes and the hyper-parameters
 */
public record Checkpoint(
    Network network, Map<String, Tensor> optimizerState, Map<String, String> metadata) {
  private static final String GRAPH = "modaj.graph";
  private static final String LAYOUT = "modaj.layout";
  private static final String DIGEST = "modaj.sha256";
  private static final String OPTIMIZER_DIGEST = "modaj.optimizer.state.sha256";

  /** Earlier files have this digest, of velocities by the parameter's name alone. */
  private static final String VELOCITY_DIGEST = "modaj.optimizer.sha256";

  private static final String OUR_LAYOUT =
      "conv [kh,kw,in,out], dense [in,out], lstm [in,4h] [h,4h] [4h] with gates i f g o";
  private static final String OPTIMIZER = "optimizer/";
  private static final String VELOCITY = "velocity/";

  /** A checkpoint without an optimizer's state. */
  public static Checkpoint of(Network network, Map<String, String> metadata) {
    return new Checkpoint(network, Map.of(), metadata);
  }

  /** A network with what it says of itself. */
  public static Checkpoint of(Network network, ModelInfo info) {
    return of(network, info.entries());
  }

  /**
   * What the network says of itself; unknown is what the file does not have.
   *
   * @throws EngineException naming an entry that cannot be what it should be
   */
  public ModelInfo info() {
    return ModelInfo.of(metadata);
  }

  /**
   * Writes the file atomically, with layers of this library.
   *
   * @throws EngineException when a layer could not be read back; nothing is then written
   * @throws NonFiniteTensorException when a weight or what the optimizer remembers is not finite;
   *     nothing is written then
   * @throws FileAccessException when it cannot be written; an older file is then intact
   */
  public void save(Path file) throws FileAccessException {
    save(file, LayerTypes.standard());
  }

  /**
   * Writes the file atomically.
   *
   * @param types by which it will be read
   * @throws EngineException naming the layer when one could not be read back by them; nothing is
   *     then written
   * @throws FileAccessException when it cannot be written; an older file is then intact
   */
  public void save(Path file, LayerTypes types) throws FileAccessException {
    String graph = NetworkFormat.write(network, types);
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    network.state().forEach((name, t) -> tensors.put(name, stored(name, t)));
    optimizerState.forEach((name, t) -> tensors.put(OPTIMIZER + name, stored(OPTIMIZER + name, t)));
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(GRAPH, graph);
    all.put(LAYOUT, OUR_LAYOUT);
    all.put(DIGEST, network.sha256());
    if (!optimizerState.isEmpty()) {
      all.put(OPTIMIZER_DIGEST, sha256(optimizerState));
    }
    SafeTensors.write(file, SafeTensorsFile.of(tensors, all));
  }

  private static StoredTensor stored(String name, Tensor t) {
    int wrong = NonFiniteTensorException.firstOf(t.data());
    if (wrong >= 0) {
      throw new NonFiniteTensorException("save checkpoint", name, wrong, t.data()[wrong]);
    }
    return StoredTensor.ofFloats(t.data(), t.shape().toArray());
  }

  /** Whether a file of tensors has a network in it, as those that {@link #save} writes. */
  public static boolean isOne(SafeTensorsFile content) {
    return content.metadata().containsKey(GRAPH);
  }

  /**
   * Reads a file with layers of this library.
   *
   * @throws FileFormatException when it is damaged or no checkpoint, or a number in it is not
   *     finite
   * @throws FileAccessException when it cannot be read, or its tensors are larger than Java's heap
   */
  public static Checkpoint load(Path file) throws FileFormatException, FileAccessException {
    return load(file, LayerTypes.standard());
  }

  /**
   * Reads a file.
   *
   * @param types the layers that may be in it, such as {@code LayerTypes.standard().with("swish",
   *     Swish::restore)}
   * @throws FileFormatException when it is damaged, no checkpoint, or has a layer of another type
   * @throws FileAccessException when it cannot be read
   */
  public static Checkpoint load(Path file, LayerTypes types)
      throws FileFormatException, FileAccessException {
    SafeTensorsFile content = SafeTensors.read(file);
    String graph = content.metadata().get(GRAPH);
    if (graph == null) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "holds tensors but no network (metadata entry " + GRAPH + " is missing)",
          "give a checkpoint that train or compose has written");
    }
    Map<String, Tensor> state = new LinkedHashMap<>();
    Map<String, Tensor> optimizerState = new LinkedHashMap<>();
    for (String name : List.copyOf(content.tensors().keySet())) {
      StoredTensor stored = content.tensor(name);
      if (stored.dtype() != DType.F32) {
        throw new FileFormatException(
            file,
            FileFormatException.NO_OFFSET,
            "tensor \"" + name + "\" is " + stored.dtype() + ", expected " + DType.F32,
            "give a checkpoint that train or compose has written");
      }
      requireFinite(file, name, stored.floats());
      Tensor tensor = Tensor.of(Shape.of(stored.shape()), stored.floats());
      if (name.startsWith(OPTIMIZER)) {
        optimizerState.put(name.substring(OPTIMIZER.length()), tensor);
      } else {
        state.put(name, tensor);
      }
    }
    Network network;
    try {
      network = NetworkFormat.read(graph, state, types);
    } catch (UnknownLayerTypeException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "has a layer \""
              + e.where()
              + "\" of type \""
              + e.type()
              + "\", which is unknown; known are "
              + e.known(),
          "register the type: Checkpoint.load(file, " + e.registration() + ")");
    } catch (EngineException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "its graph and its tensors do not fit together (" + e.getMessage() + ")",
          "the file was changed after it was written; train again or restore it");
    }
    checkDigest(file, "weights", network.sha256(), content.metadata().get(DIGEST));
    checkOptimizerState(file, optimizerState, network, content.metadata());
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.keySet().removeAll(List.of(GRAPH, LAYOUT, DIGEST, OPTIMIZER_DIGEST, VELOCITY_DIGEST));
    return new Checkpoint(network, optimizerState, metadata);
  }

  private static void requireFinite(Path file, String name, float[] values)
      throws FileFormatException {
    int wrong = NonFiniteTensorException.firstOf(values);
    if (wrong >= 0) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "element "
              + wrong
              + " of tensor \""
              + name
              + "\" is "
              + values[wrong]
              + ", expected finite numbers only",
          "The training that wrote it had failed; train with a smaller learning rate, or restore an"
              + " earlier state");
    }
  }

  private static void checkOptimizerState(
      Path file, Map<String, Tensor> state, Network network, Map<String, String> metadata)
      throws FileFormatException {
    for (Map.Entry<String, Tensor> entry : state.entrySet()) {
      String key = entry.getKey();
      int slash = key.indexOf('/');
      String term = key.substring(0, Math.max(slash, 0));
      String name = key.substring(slash + 1);
      Shape shape = entry.getValue().shape();
      Tensor parameter = network.parameters().get(name);
      if (parameter == null || shape.rank() > 0 && !shape.equals(parameter.shape())) {
        throw new FileFormatException(
            file,
            FileFormatException.NO_OFFSET,
            "the optimizer's "
                + term
                + " of \""
                + name
                + "\" has shape "
                + shape
                + ", its parameter "
                + (parameter == null ? "does not exist" : "has " + parameter.shape()),
            "the file was changed after it was written; train again or restore it");
      }
    }
    if (metadata.containsKey(OPTIMIZER_DIGEST)) { // files may hold a state without a digest
      checkDigest(file, "optimizer's state", sha256(state), metadata.get(OPTIMIZER_DIGEST));
    } else if (metadata.containsKey(VELOCITY_DIGEST)) {
      Map<String, Tensor> velocities = new LinkedHashMap<>();
      state.forEach((key, t) ->
          velocities.put(key.startsWith(VELOCITY) ? key.substring(VELOCITY.length()) : key, t));
      checkDigest(file, "momentum", sha256(velocities), metadata.get(VELOCITY_DIGEST));
    }
  }

  private static void checkDigest(Path file, String what, String actual, @Nullable String written)
      throws FileFormatException {
    if (!actual.equals(written)) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "the SHA-256 of its " + what + " is " + actual + ", but " + written + " was written",
          "the file is damaged; restore it from a copy");
    }
  }

  private static String sha256(Map<String, Tensor> tensors) {
    TensorDigest digest = new TensorDigest();
    tensors.forEach((name, t) -> digest.add(name, t.shape().toArray(), t.data()));
    return digest.hex();
  }
}
