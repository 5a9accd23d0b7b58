package org.modaj.bench.cli;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.SavedValues;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.engine.Shape;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.InputFile;
import org.modaj.interop.onnx.OnnxImport;
import org.modaj.interop.torch.StateDict;
import org.modaj.interop.torch.TorchModels;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.io.ModelInfo;
import org.modaj.nn.model.Models;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a checkpoint of a network that another tool trained. */
@Command(
    name = "import",
    description = {
      "Makes a checkpoint of a network that another tool trained.",
      "Reads ONNX files, and PyTorch's state dicts in safetensors files: of these --model names"
          + " the",
      "architecture; width, classes and channels are those of the tensors."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar moda-bench.jar import --from resnet18.safetensors --model resnet18 \\",
      "      --data cifar10 --data-dir data --out resnet18-imported.safetensors",
      "  java -jar moda-bench.jar import --from network.onnx --classes cat,dog,horse \\",
      "      --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225 --out network.safetensors"
    })
final class ImportCommand implements Runnable {
  /** Entries of ONNX files that this program has exported. */
  private static final List<String> OUR_ENTRIES = List.of("data", "classes", "targets");

  private static final int LENGTH_BYTES = 8;
  private static final Gson GSON = new Gson();

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private DataOptions dataOptions;
  @Mixin private NormalizationOptions normalization;
  @Mixin private OverwriteOptions overwrite;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "ONNX file, or safetensors file with a PyTorch state dict.")
  private Path from;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Checkpoint to write.")
  private Path out;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      completionCandidates = ModelNames.class,
      description = "Architecture of a state dict: ${COMPLETION-CANDIDATES}.")
  private @Nullable String model;

  @Option(
      names = "--input",
      paramLabel = "SHAPE",
      description =
          "Shape of a sample, channels or features last, such as 32x32x3 or 20x12; needed when the"
              + " file leaves it open. A state dict: that of the data set, or what the weights"
              + " need.")
  private @Nullable String input;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      completionCandidates = DataNames.class,
      description =
          "Data set whose classes the outputs stand for, in order; evaluate and modularize need"
              + " it.")
  private @Nullable String dataName;

  @Option(
      names = "--classes",
      paramLabel = "NAME[,NAME...]",
      description = "Names of the classes that the outputs stand for, when there is no data set.")
  private @Nullable String classes;

  @Override
  public void run() {
    if (dataName != null && classes != null) {
      throw new ParameterException(
          spec.commandLine(), "--data and --classes both name the classes; give one of them");
    }
    threads.apply();
    try {
      overwrite.check(out, dataOptions.dir(), from);
      RunRecord record = RunRecord.start("import", threads.threads());
      record.put("from", from.toString());
      Shape shape = input == null ? null : shape(input);
      DataSplit data = dataName == null ? null : dataOptions.open(dataName);
      OnnxImport.Imported read;
      if (isSafeTensors(from)) {
        Shape sample = shape == null && data != null ? data.inputShape() : shape;
        read = new OnnxImport.Imported(fromTorch(sample), Map.of());
      } else {
        read = OnnxImport.read(from, shape);
      }
      Network network = read.network();
      Map<String, String> metadata = metadata(network, read.metadata(), data);
      metadata.put("imported_from", String.valueOf(from.getFileName()));
      Checkpoint.of(network, metadata).save(out);
      output.print(new Report(record, network, out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Network fromTorch(@Nullable Shape shape) throws IOException {
    if (model != null && !Models.names().contains(model)) {
      throw new ParameterException(
          spec.commandLine(),
          "--model: unknown \"" + model + "\"; one of " + String.join(", ", Models.names()));
    }
    StateDict dict = StateDict.read(from);
    if (model == null) {
      throw new ParameterException(
          spec.commandLine(),
          from
              + " holds tensors alone; name their architecture with --model, one of "
              + String.join(", ", Models.names()));
    }
    dict.warnings().forEach(output.progress()::say);
    return TorchModels.build(model, dict, shape);
  }

  /**
   * Whether a file holds tensors rather than a graph; pickles count, so that they are refused so.
   */
  private static boolean isSafeTensors(Path file) throws FileAccessException {
    InputFile.requireRegular(file);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] begin = in.readNBytes(LENGTH_BYTES + 1);
      boolean zip = begin.length > 1 && begin[0] == 'P' && begin[1] == 'K';
      boolean pickle = begin.length > 1 && (begin[0] & 0xFF) == 0x80;
      return zip || pickle || begin.length > LENGTH_BYTES && begin[LENGTH_BYTES] == '{';
    } catch (IOException e) {
      throw FileAccessException.of(file, FileAccessException.Action.READ, e);
    }
  }

  private Shape shape(String text) {
    try {
      int[] sizes = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      if (sizes.length <= 3 && Arrays.stream(sizes).allMatch(s -> s > 0)) {
        return Shape.of(sizes);
      }
    } catch (NumberFormatException e) {
      // said below, with what was expected
    }
    throw new ParameterException(
        spec.commandLine(), "--input: expected sizes such as 32x32x3, not \"" + text + "\"");
  }

  /**
   * What the checkpoint says of the network: what the file did, and the options.
   *
   * @param said the file's entries
   * @param data of which the network's outputs are the classes, or null
   */
  private Map<String, String> metadata(
      Network network, Map<String, String> said, @Nullable DataSplit data) {
    int outputs = network.outputShape().dim(-1);
    boolean pixels = network.inputShape().rank() == 3 && !network.readsSequences();
    Map<String, String> metadata = new LinkedHashMap<>();
    ModelInfo info = ModelInfo.of(said);
    if (data != null) {
      requireAsMany(outputs, data.train().classNames());
      metadata.putAll(SavedModel.metadata(data));
      info = ModelInfo.of(metadata);
    } else if (classes == null && SavedValues.isSaid(said)) { // exported here: values of a table
      SavedValues.ENTRIES.forEach(key -> metadata.put(key, said.get(key)));
      requireAsMany(outputs, info.classNames());
    } else if (classes != null || !said.keySet().containsAll(OUR_ENTRIES)) {
      List<String> names = names(outputs, info);
      requireAsMany(outputs, names);
      metadata.put("data", SavedModel.NO_DATA);
      metadata.put("classes", GSON.toJson(names));
      metadata.put("targets", GSON.toJson(IntStream.range(0, outputs).toArray()));
      info = info.withClassNames(names);
    } else { // exported here: it knows all of this itself
      OUR_ENTRIES.forEach(key -> metadata.put(key, said.get(key)));
      requireAsMany(outputs, info.classNames());
    }
    metadata.putAll(normalization.applyTo(info, pixels).entries());
    return metadata;
  }

  private void requireAsMany(int outputs, List<String> names) {
    if (names.size() != outputs) {
      throw new ExperimentException(
          from
              + " has "
              + outputs
              + " outputs, but there are "
              + names.size()
              + " classes "
              + names
              + "; name as many with --data or --classes");
    }
  }

  private List<String> names(int outputs, ModelInfo info) {
    if (classes != null) {
      return Arrays.stream(classes.split(",", -1)).map(String::strip).toList();
    }
    return info.classNames().isEmpty()
        ? IntStream.range(0, outputs).mapToObj(Integer::toString).toList()
        : info.classNames();
  }

  private record Report(RunRecord record, Network network, Path out) implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("layers", network.nodes().size());
      map.put("input", Arrays.stream(network.inputShape().toArray()).boxed().toList());
      map.put("outputs", Arrays.stream(network.outputShape().toArray()).boxed().toList());
      map.put("parameters", network.parameterCount());
      map.put("out", out.toString());
      map.put("weights_sha256", network.sha256());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.print(network.summary());
      text.println("saved to " + out);
      text.println("weights sha256: " + network.sha256());
    }
  }
}
