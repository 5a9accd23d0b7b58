package org.modaj.moda;

import com.google.gson.Gson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.modaj.engine.EngineException;
import org.modaj.engine.io.DType;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.engine.io.SafeTensors;
import org.modaj.engine.io.SafeTensorsFile;
import org.modaj.engine.io.StoredTensor;
import org.modaj.moda.activity.ActivityPolicy;
import org.modaj.moda.activity.ActivityRates;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.Network;

/**
 * The modules of a network in one small file, with what they were recognized from. The file is of
 * the safetensors format: {@code samples [classes]}, and for each tracked layer, in order of
 * computation, {@code active/LAYER [classes, units]}, the number of samples of the class in which
 * the unit was active (rate = active / samples), and {@code kept/LAYER [classes, units]}, 1 for a
 * kept unit; the rest is metadata.
 *
 * @param modules kept units by class and layer
 * @param rates they were recognized in
 * @param rule threshold and minimum-units rule
 * @param networkSha256 {@link Network#sha256()} of the network they belong to
 * @param classNames in the order of the network's outputs
 */
public record ModuleSetFile(
    ModuleSet modules,
    ActivityRates rates,
    Recognition rule,
    String networkSha256,
    List<String> classNames) {
  private static final String VERSION = "1";
  private static final String FORMAT = "modaj.modules.format";
  private static final String THRESHOLD = "modaj.modules.threshold";
  private static final String ACTIVITY = "modaj.modules.activity";
  private static final String STARVED = "modaj.modules.starved";
  private static final String NETWORK = "modaj.modules.network_sha256";
  private static final String CLASSES = "modaj.modules.classes";
  private static final String DIGEST = "modaj.modules.sha256";
  private static final String SAMPLES = "samples";
  private static final String ACTIVE = "active/";
  private static final String KEPT = "kept/";
  private static final Gson GSON = new Gson();

  /** Numbers that are turned into bytes at a time. */
  private static final int CHUNK = 1 << 14;

  /** Copies the names. */
  public ModuleSetFile {
    classNames = List.copyOf(classNames);
  }

  /**
   * Recognizes the modules of a network.
   *
   * @throws ModularizationException when a class has no samples
   */
  public static ModuleSetFile recognize(
      Network network, ActivityRates rates, Recognition rule, List<String> classNames) {
    ModuleSet modules = ModuleSet.recognize(rates, rule);
    return new ModuleSetFile(modules, rates, rule, network.sha256(), classNames);
  }

  /**
   * Fails unless the modules were recognized in exactly this network.
   *
   * @throws ModularizationException naming both networks' digests
   */
  public void requireFor(Network network) {
    String actual = network.sha256();
    if (!actual.equals(networkSha256)) {
      throw new ModularizationException(
          "modules",
          network.name(),
          "they were recognized in the network with weights "
              + networkSha256
              + ", but this one has weights "
              + actual
              + "; give the modules of this network, or recognize them anew");
    }
  }

  /**
   * Writes the file atomically.
   *
   * @throws FileAccessException when it cannot be written; an older file is then intact
   */
  public void save(Path file) throws FileAccessException {
    int classes = modules.classes();
    SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    int[] samples = new int[classes];
    Arrays.setAll(samples, rates::samples);
    tensors.put(SAMPLES, StoredTensor.ofInts(samples, classes));
    for (int l = 0; l < modules.layers().size(); l++) {
      String layer = modules.layers().get(l);
      int units = modules.units(l);
      int[] active = new int[classes * units];
      byte[] kept = new byte[classes * units];
      for (int c = 0; c < classes; c++) {
        System.arraycopy(rates.counts(l, c), 0, active, c * units, units);
        int row = c * units;
        modules.kept(l, c).stream().forEach(u -> kept[row + u] = 1);
      }
      tensors.put(ACTIVE + layer, StoredTensor.ofInts(active, classes, units));
      tensors.put(KEPT + layer, StoredTensor.ofBooleans(kept, classes, units));
    }
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, VERSION);
    metadata.put(THRESHOLD, Float.toString(rule.threshold()));
    metadata.put(ACTIVITY, rates.policy().toString());
    metadata.put(STARVED, rule.starved().name());
    metadata.put(NETWORK, networkSha256);
    metadata.put(CLASSES, GSON.toJson(classNames));
    metadata.put(DIGEST, digest(tensors, metadata));
    SafeTensors.write(file, SafeTensorsFile.of(tensors, metadata));
  }

  /**
   * Reads a file.
   *
   * @throws FileFormatException when it is damaged or holds no modules
   * @throws FileAccessException when it cannot be read
   */
  public static ModuleSetFile load(Path file) throws FileFormatException, FileAccessException {
    SafeTensorsFile content = SafeTensors.read(file);
    String version = content.metadata().get(FORMAT);
    if (!VERSION.equals(version)) {
      throw damaged(
          file,
          version == null
              ? "holds no modules (metadata entry " + FORMAT + " is missing)"
              : "holds modules of format " + version + ", this version reads " + VERSION,
          "give a file that modularize has written");
    }
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    String written = metadata.remove(DIGEST);
    String actual = digest(content.tensors(), metadata);
    if (!actual.equals(written)) {
      throw damaged(
          file,
          "the SHA-256 of its content is " + actual + ", but " + written + " was written",
          "the file is damaged; restore it, or run modularize again");
    }
    try {
      return read(content);
    } catch (EngineException | JsonFormatException e) { // a right digest around wrong content
      throw damaged(
          file, "its parts do not fit together (" + e.getMessage() + ")", "run modularize again");
    }
  }

  private static FileFormatException damaged(Path file, String problem, String hint) {
    return new FileFormatException(file, FileFormatException.NO_OFFSET, problem, hint);
  }

  private static ModuleSetFile read(SafeTensorsFile content) throws JsonFormatException {
    List<String> names = JsonValue.parse(entry(content, CLASSES)).texts();
    int[] samples = content.tensor(SAMPLES).ints();
    require(
        samples.length == names.size(), names.size() + " names of " + samples.length + " classes");
    List<String> layers =
        content.tensors().keySet().stream()
            .filter(name -> name.startsWith(ACTIVE))
            .map(name -> name.substring(ACTIVE.length()))
            .toList();
    int[][][] counts = new int[layers.size()][samples.length][];
    List<BitSet[]> kept = new ArrayList<>();
    int[] units = new int[layers.size()];
    for (int l = 0; l < counts.length; l++) {
      StoredTensor active = content.tensor(ACTIVE + layers.get(l));
      units[l] = units(layers.get(l), active, samples.length);
      for (int c = 0; c < samples.length; c++) {
        counts[l][c] = Arrays.copyOfRange(active.ints(), c * units[l], (c + 1) * units[l]);
      }
      kept.add(kept(content, layers.get(l), samples.length, units[l]));
    }
    ActivityRates rates =
        ActivityRates.ofCounts(
            layers, samples, counts, ActivityPolicy.parse(entry(content, ACTIVITY)));
    return new ModuleSetFile(
        new ModuleSet(layers, units, kept.toArray(BitSet[][]::new)),
        rates,
        new Recognition(threshold(entry(content, THRESHOLD)), starved(entry(content, STARVED))),
        entry(content, NETWORK),
        names);
  }

  private static String entry(SafeTensorsFile content, String key) {
    String text = content.metadata().get(key);
    if (text == null) {
      throw new ModularizationException("modules", null, "metadata entry " + key + " is missing");
    }
    return text;
  }

  private static float threshold(String text) {
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      throw new ModularizationException("modules", null, "threshold \"" + text + "\" is no number");
    }
  }

  private static Recognition.Starved starved(String text) {
    return Arrays.stream(Recognition.Starved.values())
        .filter(rule -> rule.name().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new ModularizationException(
                "modules", null, "rule \"" + text + "\" for starved classes is unknown"));
  }

  private static int units(String layer, StoredTensor counted, int classes) {
    int[] shape = counted.shape();
    require(
        shape.length == 2 && shape[0] == classes,
        "layer "
            + layer
            + " has counts of shape "
            + Arrays.toString(shape)
            + ", expected ["
            + classes
            + ", units]");
    return shape[1];
  }

  private static BitSet[] kept(SafeTensorsFile content, String layer, int classes, int units) {
    StoredTensor stored = content.tensor(KEPT + layer);
    require(
        Arrays.equals(stored.shape(), new int[] {classes, units}),
        "layer "
            + layer
            + " has kept units of shape "
            + Arrays.toString(stored.shape())
            + ", expected ["
            + classes
            + ", "
            + units
            + "]");
    byte[] flags = stored.bytes();
    BitSet[] byClass = new BitSet[classes];
    for (int c = 0; c < classes; c++) {
      byClass[c] = new BitSet();
      for (int u = 0; u < units; u++) {
        byClass[c].set(u, flags[c * units + u] == 1);
      }
    }
    return byClass;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ModularizationException("modules", null, otherwise);
    }
  }

  /** SHA-256 of all tensors in order and all other metadata. */
  static String digest(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must have SHA-256", e);
    }
    metadata.forEach((key, text) -> add(sha, key + "\0" + text + "\0"));
    tensors.forEach((name, tensor) -> {
      add(sha, name + tensor + "\0");
      if (tensor.dtype() == DType.I32) {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Integer.BYTES);
        for (int from = 0; from < tensor.size(); from += CHUNK) {
          int count = Math.min(CHUNK, tensor.size() - from);
          bytes.asIntBuffer().put(tensor.ints(), from, count);
          sha.update(bytes.array(), 0, count * Integer.BYTES);
        }
      } else if (tensor.dtype() == DType.BOOL) {
        sha.update(tensor.bytes());
      }
    });
    return HexFormat.of().formatHex(sha.digest());
  }

  private static void add(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
