package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.MaskedModel;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.experiment.SplitSamples;
import org.modaj.bench.record.RunRecord;
import org.modaj.data.DataSplit;
import org.modaj.moda.ModuleMetrics;
import org.modaj.moda.ModuleSet;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.activity.Recognition;
import org.modaj.moda.baseline.MwtModules;
import org.modaj.moda.baseline.MwtNetwork;
import org.modaj.nn.Network;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Recognizes the modules of a trained network. */
@Command(
    name = "modularize",
    description = {
      "Recognizes each class's module in a trained network; prints sizes and overlap.",
      "The modules are saved for compose and subtasks. In a network that was trained by mwt they",
      "are the channels whose masks are above 0 for most samples of the class."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar moda-bench.jar modularize runs/a/checkpoint.safetensors --data-dir data \\",
      "      --threshold 0.9 --out runs/a/modules.safetensors"
    })
final class ModularizeCommand implements Runnable {
  private static final String EXTENSION = ".safetensors";

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ThreadOptions threads;
  @Mixin private CheckpointOptions checkpoint;
  @Mixin private RecognitionOptions recognition;
  @Mixin private ActivityOptions activity;
  @Mixin private OverwriteOptions overwrite;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Save the modules here (default: beside the checkpoint, CHECKPOINT.modules.safetensors"
              + " without its own .safetensors).")
  private @Nullable Path out;

  @Override
  public void run() {
    Recognition rule = recognition.rule();
    activity.check();
    threads.apply();
    RunRecord record = RunRecord.start("modularize", threads.threads());
    SavedModel model = checkpoint.open();
    model.requireAllClasses("modularize");
    Path file = out == null ? beside(checkpoint.file()) : out;
    overwrite.check(file, checkpoint.dataDir(), checkpoint.file());
    DataSplit data = checkpoint.data(model);
    record.put("checkpoint", checkpoint.file().toString());
    try {
      if (MwtNetwork.isMasked(model.network())) {
        modularizeMwt(record, model, data, rule, file);
        return;
      }
      Modularization modules =
          Modularization.of(model.network(), data, activity.policy(), rule, output.progress());
      modules.file().save(file);
      record.put("threshold", ModulesOptions.shortest(rule.threshold()));
      record.put("activity", modules.file().rates().policy().toString());
      record.put("starved", rule.starved().name().toLowerCase(Locale.ROOT));
      output.print(
          new Report(record, model, modules.network(), modules.modules(), modules.metrics(), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Modules of a network with mask generators are the channels whose masks are often above 0. */
  private void modularizeMwt(
      RunRecord record, SavedModel model, DataSplit data, Recognition rule, Path file)
      throws IOException {
    ModulesOptions.refuseForMasks(spec);
    ModuleSetFile found = MaskedModel.recognize(model, data, rule, output.progress());
    found.save(file);
    record.put("method", "mwt");
    record.put("threshold", ModulesOptions.shortest(rule.threshold()));
    MwtModules modules =
        new MwtModules(
            MwtNetwork.plain(model.network()),
            found.modules(),
            MwtModules.FineTuning.of(0, 0),
            new SplitSamples(data));
    output.print(
        new Report(record, model, modules.whole(), modules.units(), modules.metrics(), file));
  }

  private static Path beside(Path checkpoint) {
    String name = checkpoint.getFileName().toString();
    String stem =
        name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    return checkpoint.resolveSibling(stem + ".modules" + EXTENSION);
  }

  private record Report(
      RunRecord record,
      SavedModel model,
      Network whole,
      ModuleSet modules,
      ModuleMetrics metrics,
      Path out)
      implements Result {
    @Override
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>(record.toMap());
      map.put("classes", model.classNames());
      map.put("module_sizes", metrics.sizes());
      map.put("mean_module_size", metrics.meanSize());
      map.put("module_flops", metrics.flops());
      map.put("mean_module_flops", metrics.meanFlops());
      map.put("mean_overlap", metrics.meanOverlap());
      map.put("mean_overlap_artifact_count", metrics.meanStateOverlap());
      map.put("layers", modules.layers());
      map.put("mean_kept_share", modules.meanKeptShare());
      map.put("out", out.toString());
      return map;
    }

    @Override
    public void writeText(PrintWriter text) {
      List<Double> shares = modules.meanKeptShare();
      text.printf("%-24s %8s %22s%n", "layer", "units", "mean kept by a class");
      for (int l = 0; l < shares.size(); l++) {
        text.printf(
            Locale.ROOT,
            "%-24s %8d %20.1f %%%n",
            modules.layers().get(l),
            modules.units(l),
            100 * shares.get(l));
      }
      text.printf("%n%-24s %22s %14s%n", "class", "module size", "FLOPs");
      for (int c = 0; c < metrics.sizes().size(); c++) {
        text.printf(
            Locale.ROOT,
            "%2d %-21s %20.2f %% %12.2f %%%n",
            c,
            model.classNames().get(c),
            100 * metrics.sizes().get(c),
            100 * metrics.flops().get(c));
      }
      text.printf(
          Locale.ROOT,
          "%nmean module size %.2f %%, mean overlap %.2f %% of the model's %,d parameters,"
              + " mean FLOPs %.2f %%%n",
          100 * metrics.meanSize(),
          100 * metrics.meanOverlap(),
          whole.parameterCount(),
          100 * metrics.meanFlops());
      text.println("saved to " + out);
    }
  }
}
