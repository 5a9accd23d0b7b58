package org.modaj.interop.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.engine.io.DType;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.nn.io.Checkpoint;

/**
 * The tensors of a PyTorch module by PyTorch's names and in PyTorch's layouts.
 *
 * <p>The counters {@code num_batches_tracked} of batch normalizations are left out: nothing here
 * depends on them.
 *
 * @param file where they come from, for messages
 * @param tensors the tensors by name; the values are shared, not copied
 * @param warnings what was changed on reading, such as 64-bit floats that were rounded
 */
public record StateDict(Path file, Map<String, Entry> tensors, List<String> warnings) {
  static final String COUNTER = "num_batches_tracked";

  private static final int MAGIC_BYTES = 9;

  /**
   * One tensor.
   *
   * @param values row-major
   * @param shape in PyTorch's order
   */
  public record Entry(float[] values, int[] shape) {}

  /** Copies the maps' structure. */
  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads a safetensors file. 16-bit floats are widened exactly, 64-bit floats rounded with a
   * warning.
   *
   * @throws FileFormatException when it is a pickle, a checkpoint of MODA, damaged, or holds a
   *     tensor that is not of floats
   * @throws FileAccessException when it cannot be read
   */
  public static StateDict read(Path file) throws FileFormatException, FileAccessException {
    refusePickle(file);
    SafeTensorsFile content = SafeTensors.read(file);
    refuseOurOwn(file, content);
    Map<String, Entry> tensors = new LinkedHashMap<>();
    List<String> rounded = new ArrayList<>();
    for (Map.Entry<String, StoredTensor> named : content.tensors().entrySet()) {
      String name = named.getKey();
      StoredTensor stored = named.getValue();
      if (isCounter(name)) {
        continue;
      }
      switch (stored.dtype()) {
        case F32, F16, BF16, F64 -> tensors.put(name, new Entry(stored.toFloats(), stored.shape()));
        case I64, I32, U8, BOOL ->
            throw new FileFormatException(
                file,
                FileFormatException.NO_OFFSET,
                "tensor \"" + name + "\" is " + stored + ", expected floats",
                "Leave it out of the state dict, or convert it with .float()");
      }
      if (stored.dtype() == DType.F64) {
        rounded.add(name);
      }
    }
    List<String> warnings =
        rounded.isEmpty()
            ? List.of()
            : List.of(
                file
                    + ": 64-bit floats were rounded to 32 bits in "
                    + rounded.size()
                    + " tensors, "
                    + rounded.getFirst()
                    + " first");
    return new StateDict(file, tensors, warnings);
  }

  /** A checkpoint has its graph in it, its own names and other layouts. */
  private static void refuseOurOwn(Path file, SafeTensorsFile content) throws FileFormatException {
    if (Checkpoint.isOne(content)) {
      throw new FileFormatException(
          file,
          FileFormatException.NO_OFFSET,
          "expected a PyTorch state dict, but it is a MODA checkpoint, which has its network in it",
          "Give it to evaluate, predict, compose or export as it is, or load it with"
              + " Checkpoint.load");
    }
  }

  static boolean isCounter(String name) {
    return name.equals(COUNTER) || name.endsWith("." + COUNTER);
  }

  /** A pickle runs code when it is read, and only Python can read it. */
  private static void refusePickle(Path file) throws FileFormatException, FileAccessException {
    InputFile.requireRegular(file);
    byte[] magic;
    try (InputStream in = Files.newInputStream(file)) {
      magic = in.readNBytes(MAGIC_BYTES);
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
    boolean zip = magic.length > 1 && magic[0] == 'P' && magic[1] == 'K';
    boolean pickle = magic.length > 1 && (magic[0] & 0xFF) == 0x80;
    // a header's length may begin with the same bytes, but then the header follows
    boolean header = magic.length == MAGIC_BYTES && magic[MAGIC_BYTES - 1] == '{';
    if ((zip || pickle) && !header) {
      throw new FileFormatException(
          file,
          0,
          "it is a PyTorch pickle, not safetensors",
          "Convert it: python3 docs/interop/torch_state.py convert "
              + file.getFileName()
              + " weights.safetensors");
    }
  }
}
