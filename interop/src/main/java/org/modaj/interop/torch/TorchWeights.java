package org.modaj.interop.torch;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.nn.Network;

/**
 * The weights of a network from PyTorch's state dicts in safetensors files, and back.
 *
 * <p>Names are matched as {@code docs/import-export.md} says. Layouts are converted: convolutions
 * {@code [out, in, kh, kw]}, dense layers {@code [out, in]}, the inputs of a dense layer after a
 * flatten, which PyTorch has channel by channel; the two biases of an LSTM are added on reading,
 * and written as one and zeros.
 */
public final class TorchWeights {
  private TorchWeights() {}

  /**
   * Loads a file into a network.
   *
   * @return warnings, such as 64-bit floats that were rounded; empty as a rule
   * @throws StateDictException when tensors are missing, unexpected or of another shape; the
   *     network is as it was
   * @throws EngineException when a tensor holds NaN or infinities
   * @throws FileFormatException when the file is a pickle or damaged
   * @throws FileAccessException when it cannot be read
   */
  public static List<String> load(Network network, Path file)
      throws FileFormatException, FileAccessException {
    StateDict dict = StateDict.read(file);
    load(network, dict);
    return dict.warnings();
  }

  /**
   * Loads tensors into a network.
   *
   * @throws StateDictException as {@link #load(Network, Path)} does
   * @throws EngineException when a tensor holds NaN or infinities
   */
  public static void load(Network network, StateDict dict) {
    List<Binding> bindings = new TorchLayers(network).bindings();
    Map<String, String> names = TorchNames.match(bindings, dict);
    check(network, dict, bindings, names);
    List<float[]> staged = new ArrayList<>();
    for (Binding binding : bindings) {
      List<float[]> parts = new ArrayList<>();
      for (String name : binding.names()) {
        parts.add(finite(dict, requireNonNull(names.get(name))));
      }
      staged.add(binding.fromTorch(parts));
    }
    for (int i = 0; i < staged.size(); i++) {
      float[] values = staged.get(i);
      System.arraycopy(values, 0, bindings.get(i).tensor().data(), 0, values.length);
      bindings.get(i).tensor().markModified();
    }
  }

  private static void check(
      Network network, StateDict dict, List<Binding> bindings, Map<String, String> names) {
    List<String> missing = new ArrayList<>();
    List<String> misshaped = new ArrayList<>();
    for (Binding binding : bindings) {
      for (String name : binding.names()) {
        String found = names.get(name);
        if (found == null) {
          missing.add(name);
          continue;
        }
        int[] shape = requireNonNull(dict.tensors().get(found)).shape();
        if (!Arrays.equals(shape, binding.shape())) {
          misshaped.add(
              found
                  + ": the network needs "
                  + Arrays.toString(binding.shape())
                  + ", the file has "
                  + Arrays.toString(shape));
        }
      }
    }
    Set<String> unexpected = new LinkedHashSet<>(dict.tensors().keySet());
    unexpected.removeAll(names.values());
    if (!missing.isEmpty() || !unexpected.isEmpty() || !misshaped.isEmpty()) {
      throw new StateDictException(
          dict.file().toString(), network.name(), missing, List.copyOf(unexpected), misshaped);
    }
  }

  private static float[] finite(StateDict dict, String name) {
    float[] values = requireNonNull(dict.tensors().get(name)).values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new EngineException(
            "load state dict",
            name,
            dict.file()
                + ": element "
                + i
                + " is "
                + values[i]
                + "; nothing was loaded, give weights that are finite");
      }
    }
    return values;
  }

  /**
   * Writes a network's weights as a state dict that {@code load_state_dict(strict=True)} takes,
   * with the metadata {@code format: pt}.
   *
   * @throws EngineException when a layer has no counterpart in PyTorch
   * @throws FileAccessException when the file cannot be written; an older file is then intact
   */
  public static void save(Network network, Path file) throws FileAccessException {
    TorchLayers layers = new TorchLayers(network);
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Binding binding : layers.bindings()) {
      float[] values = binding.conversion().toTorch(binding.tensor().data());
      for (String name : binding.names()) {
        tensors.put(name, StoredTensor.ofFloats(values, binding.shape()));
        values = new float[values.length]; // of two biases the second is zero
      }
    }
    for (String counter : layers.counters()) {
      tensors.put(counter, StoredTensor.ofLongs(new long[1]));
    }
    SafeTensors.write(file, SafeTensorsFile.of(tensors, Map.of("format", "pt")));
  }
}
