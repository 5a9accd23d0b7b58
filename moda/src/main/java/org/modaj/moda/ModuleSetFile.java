package org.modaj.moda;

import com.google.gson.Gson;
import com.google.gson.JsonSyntaxException;
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
import org.modaj.engine.io.DType;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
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
          "they were recognized in the network with weights " + networkSha256
              + ", but this one has weights " + actual
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
    } catch (RuntimeException e) { // whoever wrote a right digest around wrong content
      throw damaged(
          file,
          "its parts do not fit together (" + e.getMessage() + ")",
          "run modularize again");
    }
  }

  private static FileFormatException damaged(Path file, String problem, String hint) {
    return new FileFormatException(file, FileFormatException.NO_OFFSET, problem, hint);
  }

  private static ModuleSetFile read(SafeTensorsFile content) throws JsonSyntaxException {
    Map<String, String> metadata = content.metadata();
    String[] names = GSON.fromJson(metadata.get(CLASSES), String[].class);
    int[] samples = content.tensor(SAMPLES).ints();
    List<String> layers =
        content.tensors().keySet().stream()
            .filter(name -> name.startsWith(ACTIVE))
            .map(name -> name.substring(ACTIVE.length()))
            .toList();
    int[][][] counts = new int[layers.size()][samples.length][];
    for (int l = 0; l < counts.length; l++) {
      StoredTensor active = content.tensor(ACTIVE + layers.get(l));
      int units = active.shape()[1];
      for (int c = 0; c < samples.length; c++) {
        counts[l][c] = Arrays.copyOfRange(active.ints(), c * units, (c + 1) * units);
      }
    }
    ActivityRates rates =
        ActivityRates.ofCounts(
            layers, samples, counts, ActivityPolicy.parse(metadata.get(ACTIVITY)));
    Recognition rule =
        new Recognition(
            Float.parseFloat(metadata.get(THRESHOLD)),
            Recognition.Starved.valueOf(metadata.get(STARVED)));
    if (names.length != samples.length) {
      throw new IllegalArgumentException(
          names.length + " names of " + samples.length + " classes");
    }
    ModuleSet modules = modules(content, layers, samples.length);
    return new ModuleSetFile(modules, rates, rule, metadata.get(NETWORK), List.of(names));
  }

  private static ModuleSet modules(SafeTensorsFile content, List<String> layers, int classes) {
    List<BitSet[]> kept = new ArrayList<>();
    int[] units = new int[layers.size()];
    for (int l = 0; l < units.length; l++) {
      StoredTensor stored = content.tensor(KEPT + layers.get(l));
      units[l] = stored.shape()[1];
      BitSet[] byClass = new BitSet[classes];
      for (int c = 0; c < classes; c++) {
        byClass[c] = new BitSet();
        for (int u = 0; u < units[l]; u++) {
          byClass[c].set(u, stored.bytes()[c * units[l] + u] == 1);
        }
      }
      kept.add(byClass);
    }
    return new ModuleSet(layers, units, kept.toArray(BitSet[][]::new));
  }

  /** SHA-256 of all tensors in order and all other metadata. */
  private static String digest(
      Map<String, StoredTensor> tensors, Map<String, String> metadata) {
    MessageDigest sha;
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform must have SHA-256", e);
    }
    metadata.forEach((key, text) -> add(sha, key + "\0" + text + "\0"));
    tensors.forEach(
        (name, tensor) -> {
          add(sha, name + tensor + "\0");
          if (tensor.dtype() == DType.I32) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * tensor.size());
            bytes.asIntBuffer().put(tensor.ints());
            sha.update(bytes.array());
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
