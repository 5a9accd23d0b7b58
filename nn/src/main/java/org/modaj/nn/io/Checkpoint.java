package org.modaj.nn.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/**
 * A network in a file: safetensors with the graph in the metadata, so that the file alone is
 * enough to compute. A training checkpoint also holds the optimizer's momentum.
 *
 * <p>Tensors have our layouts: convolutions {@code [kh, kw, in, out]}, dense {@code [in, out]}; the
 * metadata entry {@code layout} says so.
 *
 * @param network the network
 * @param velocities momentum by parameter name; empty when not saved
 * @param metadata free text entries, such as the model, the classes and the hyper-parameters
 */
public record Checkpoint(
    Network network, Map<String, Tensor> velocities, Map<String, String> metadata) {
  private static final String GRAPH = "modaj.graph";
  private static final String LAYOUT = "modaj.layout";
  private static final String DIGEST = "modaj.sha256";
  private static final String VELOCITY_DIGEST = "modaj.optimizer.sha256";
  private static final String OUR_LAYOUT =
      "conv [kh,kw,in,out], dense [in,out], lstm [in,4h] [h,4h] [4h] with gates i f g o";
  private static final String VELOCITY = "optimizer/velocity/";

  /** A checkpoint without momentum. */
  public static Checkpoint of(Network network, Map<String, String> metadata) {
    return new Checkpoint(network, Map.of(), metadata);
  }

  /**
   * Writes the file atomically.
   *
   * @throws FileAccessException when it cannot be written; an older file is then intact
   */
  public void save(Path file) throws FileAccessException {
    LinkedHashMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    network.state().forEach((name, t) -> tensors.put(name, stored(t)));
    velocities.forEach((name, t) -> tensors.put(VELOCITY + name, stored(t)));
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(GRAPH, NetworkFormat.write(network));
    all.put(LAYOUT, OUR_LAYOUT);
    all.put(DIGEST, network.sha256());
    if (!velocities.isEmpty()) {
      all.put(VELOCITY_DIGEST, sha256(velocities));
    }
    SafeTensors.write(file, SafeTensorsFile.of(tensors, all));
  }

  private static StoredTensor stored(Tensor t) {
    return StoredTensor.ofFloats(t.data(), t.shape().toArray());
  }

  /**
   * Reads a file.
   *
   * @throws FileFormatException when it is damaged or no checkpoint
   * @throws FileAccessException when it cannot be read
   */
  public static Checkpoint load(Path file) throws FileFormatException, FileAccessException {
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
    Map<String, Tensor> velocities = new LinkedHashMap<>();
    for (String name : List.copyOf(content.tensors().keySet())) {
      StoredTensor stored = content.tensor(name);
      if (stored.dtype() != DType.F32) {
        throw new FileFormatException(
            file,
            FileFormatException.NO_OFFSET,
            "tensor \"" + name + "\" is " + stored.dtype() + ", expected " + DType.F32,
            "give a checkpoint that train or compose has written");
      }
      Tensor tensor = Tensor.of(Shape.of(stored.shape()), stored.floats());
      if (name.startsWith(VELOCITY)) {
        velocities.put(name.substring(VELOCITY.length()), tensor);
      } else {
        state.put(name, tensor);
      }
    }
    Network network;
    try {
      network = NetworkFormat.read(graph, state);
    } catch (EngineException e) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "its graph and its tensors do not fit together (" + e.getMessage() + ")",
          "the file was changed after it was written; train again or restore it");
    }
    network.parameters().values().forEach(t -> t.requireGrad(true));
    checkDigest(file, "weights", network.sha256(), content.metadata().get(DIGEST));
    checkVelocities(file, velocities, network, content.metadata().get(VELOCITY_DIGEST));
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.keySet().removeAll(List.of(GRAPH, LAYOUT, DIGEST, VELOCITY_DIGEST));
    return new Checkpoint(network, velocities, metadata);
  }

  private static void checkVelocities(
      Path file, Map<String, Tensor> velocities, Network network, String written)
      throws FileFormatException {
    Map<String, Tensor> parameters = network.parameters();
    for (Map.Entry<String, Tensor> velocity : velocities.entrySet()) {
      Tensor parameter = parameters.get(velocity.getKey());
      if (parameter == null || !parameter.shape().equals(velocity.getValue().shape())) {
        throw new FileFormatException(
            file,
            FileFormatException.NO_OFFSET,
            "the momentum of \"" + velocity.getKey() + "\" has shape "
                + velocity.getValue().shape() + ", its parameter "
                + (parameter == null ? "does not exist" : "has " + parameter.shape()),
            "the file was changed after it was written; train again or restore it");
      }
    }
    if (written != null) { // files may hold momentum without a digest
      checkDigest(file, "momentum", sha256(velocities), written);
    }
  }

  private static void checkDigest(Path file, String what, String actual, String written)
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
