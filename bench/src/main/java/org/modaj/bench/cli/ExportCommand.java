package org.modaj.bench.cli;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.record.RunRecord;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.interop.onnx.OnnxExport;
import org.modaj.interop.torch.TorchWeights;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a network, whole or cut, for another tool. */
@Command(
    name = "export",
    description = {
      "Writes a network, whole or cut, as an ONNX file or a PyTorch state dict.",
      "load_state_dict(strict=True) takes the state dict."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  java -jar moda-bench.jar export cat-dog.safetensors --to onnx --out cat-dog.onnx",
      "  java -jar moda-bench.jar export runs/a/checkpoint.safetensors --to torch \\",
      "      --out weights.safetensors"
    })
final class ExportCommand implements Runnable {
  private static final Gson GSON = new Gson();

  /** The other tools' formats. */
  enum Format {
    /** A graph with its weights. */
    ONNX,
    /** Tensors by PyTorch's names. */
    TORCH
  }

  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private OverwriteOptions overwrite;

  @Parameters(
      paramLabel = "CHECKPOINT",
      description = "File that train, compose --out or import has written.")
  private Path checkpoint;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORMAT",
      description = "onnx (opset " + OnnxExport.OPSET + ", any batch size) or torch (safetensors).")
  private Format format;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
  private Path out;

  @Override
  public void run() {
    threads.apply();
    try {
      overwrite.check(out, null, checkpoint);
      RunRecord record = RunRecord.start("export", threads.threads());
      record.put("checkpoint", checkpoint.toString());
      Checkpoint saved = Checkpoint.load(checkpoint);
      switch (format) {
        case ONNX -> OnnxExport.write(saved.network(), metadata(saved), out);
        case TORCH -> TorchWeights.save(saved.network(), out);
      }
      output.print(new Report(record, saved.network(), out, Files.size(out)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the checkpoint says of itself, and the classes that the outputs stand for. */
  private static Map<String, String> metadata(Checkpoint saved) {
    Map<String, String> metadata = new LinkedHashMap<>(saved.metadata());
    String classes = metadata.get("classes");
    String targets = metadata.get("targets");
    if (classes != null && targets != null) {
      try {
        List<String> names = JsonValue.parse(classes).texts();
        List<String> outputs =
            Arrays.stream(JsonValue.parse(targets).integers())
                .filter(t -> t >= 0 && t < names.size())
                .mapToObj(names::get)
                .toList();
        metadata.put("class_names", GSON.toJson(outputs));
      } catch (JsonFormatException e) {
        metadata.remove("class_names"); // what is unreadable is passed on as it is
      }
    }
    return metadata;
  }

  private record Report(RunRecord record, Network network, Path out, long bytes)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("parameters", network.parameterCount());
      map.put("out", out.toString());
      map.put("bytes", bytes);
      map.put("weights_sha256", network.sha256());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      text.printf(
          "%,d parameters saved to %s (%,d bytes)%n", network.parameterCount(), out, bytes);
      text.println("weights sha256: " + network.sha256());
    }
  }
}
