package org.modaj.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.modaj.bench.conformance.Manifest;
import org.modaj.bench.experiment.ExperimentException;
import org.modaj.bench.experiment.Modularization;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.measure.StoredReport;
import org.modaj.bench.progress.LineProgress;
import org.modaj.bench.report.MarkdownTables;
import org.modaj.data.DataSplit;
import org.modaj.data.embedded.EmbeddedImages;
import org.modaj.engine.Shape;
import org.modaj.engine.io.FileAccessException;
import org.modaj.engine.io.FileFormatException;
import org.modaj.engine.io.InputFile;
import org.modaj.engine.io.JsonFormatException;
import org.modaj.engine.io.JsonValue;
import org.modaj.engine.io.SafeTensors;
import org.modaj.moda.ModuleSetFile;
import org.modaj.moda.ModuleSetSignature;
import org.modaj.moda.activity.Recognition;
import org.modaj.nn.Network;
import org.modaj.nn.io.Checkpoint;
import org.modaj.nn.model.Models;
import org.modaj.nn.optim.Sgd;

/**
 * Every reader and damaged files: it reads them or refuses them with its documented exceptions, in
 * bounded time and memory.
 *
 * <p>By default some hundred files for each reader; {@code -Dmoda.fuzz=100000} makes it as many.
 * The figures are written to {@code target/fuzz.md}.
 */
class FuzzTest {
  private static final int MUTATIONS = Integer.getInteger("moda.fuzz", 400);
  private static final String READERS = System.getProperty("moda.fuzz.readers", ".*");
  private static final long MIB = 1 << 20;
  private static final List<Class<? extends Throwable>> FILE =
      List.of(FileFormatException.class, FileAccessException.class);

  @TempDir static Path dir;

  @TestFactory
  Stream<DynamicTest> everyReader() throws Exception {
    Path table = Path.of("target", "fuzz.md");
    Files.createDirectories(table.getParent());
    Files.writeString(
        table,
        "| reader | damaged files | read | refused | most memory, MiB | slowest, ms |\n"
            + "| --- | --- | --- | --- | --- | --- |\n");
    return targets().stream()
        .filter(target -> target.name().matches(READERS))
        .map(target ->
            DynamicTest.dynamicTest(
                target.name(),
                () -> {
                  FuzzRun run = new FuzzRun(target).run(MUTATIONS);
                  Files.writeString(table, run.row(MUTATIONS) + "\n", StandardOpenOption.APPEND);
                  assertThat(run.faults()).isEmpty();
                }));
  }

  private static List<FuzzTarget> targets() throws Exception {
    List<FuzzTarget> targets = new ArrayList<>();
    List<byte[]> networks = networks();
    SafeTensorsDamage plain = new SafeTensorsDamage(dir, (tensors, metadata) -> {});
    Path file = dir.resolve("file.safetensors");
    targets.add(
        new FuzzTarget("safetensors", file, networks, plain, SafeTensors::read, FILE, MIB, 20));
    targets.add(
        new FuzzTarget("checkpoint", file, networks, plain, Checkpoint::load, FILE, 16 * MIB, 40));
    targets.add(
        new FuzzTarget(
            "classifier",
            file,
            networks,
            plain,
            SavedModel::open,
            and(FILE, ExperimentException.class),
            16 * MIB,
            40));
    targets.add(
        new FuzzTarget(
            "modules",
            file,
            List.of(modules()),
            new SafeTensorsDamage(dir, ModuleSetSignature::sign),
            ModuleSetFile::load,
            FILE,
            MIB,
            40));
    targets.add(json("report of kernels", StoredReport::read, FILE, KERNELS));
    targets.add(
        json(
            "result",
            path -> MarkdownTables.of(JsonValue.parse(InputFile.text(path, 1 << 20))),
            List.of(
                FileFormatException.class, JsonFormatException.class, ExperimentException.class),
            RESULTS));
    targets.add(
        json("manifest of golden cases", path -> Manifest.read(path.getParent()), FILE, MANIFEST));
    return targets;
  }

  private static List<Class<? extends Throwable>> and(
      List<Class<? extends Throwable>> some, Class<? extends Throwable> more) {
    List<Class<? extends Throwable>> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }

  private static FuzzTarget json(
      String name,
      FuzzTarget.Reader reader,
      List<Class<? extends Throwable>> documented,
      String... texts) {
    return new FuzzTarget(
        name,
        dir.resolve("manifest.json"),
        Stream.of(texts)
            .map(text -> text.replace('\'', '"').getBytes(StandardCharsets.UTF_8))
            .toList(),
        (good, mutations) ->
            mutations.half()
                ? mutations.of(good)
                : mutations
                    .of(new String(good, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8),
        reader,
        documented,
        MIB,
        200);
  }

  private static final String KERNELS =
      "{'command':'kernels','lanes':8,'peaks':[{'fma_gflops':1.5,'triad_gbytes':2}],"
          + "'results':[{'name':'gemm','call_seconds':0.5,'samples':3,'fastest_seconds':null}]}";

  private static final String[] RESULTS = {
    "{'command':'train','history':[{'epoch':1,'cross_entropy':1.78,'train_accuracy':0.28}]}",
    "{'command':'modularize','threshold':0.9,'starved':'largest','mean_module_size':0.25}",
    "{'command':'compose','class_names':['cat','dog'],'composed_accuracy':0.5,'size':1}",
    "{'command':'subtasks','by_size':[{'classes':2,'tasks':45,'gap':-0.1}],"
        + "'mean_over_tasks':{'tasks':46},'mean_over_sizes':{'tasks':46}}"
  };

  private static final String MANIFEST =
      "{'cases':[{'case':'a','op':'relu','params':{'n':1},'file':'a.safetensors',"
          + "'inputs':{'x':'x'},'cotangents':{'y':'g'},"
          + "'outputs':{'y':{'tensor':'y','atol':1e-6,'rtol':1e-5}},"
          + "'grads':{'x':{'tensor':'dx','exact':true}}}]}";

  /** Checkpoints of all architectures, small, with class names and an optimizer's state. */
  private static List<byte[]> networks() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String name : List.of("lenet5", "resnet18", "mobilenet", "lstm")) {
      Shape input = name.equals("lstm") ? Shape.of(20, 4) : Shape.of(32, 32, 3);
      Network network = Models.named(name).build(input, 3, 0.0625, 1);
      Sgd optimizer = new Sgd(network.parameters(), 0.9, true, 0);
      Map<String, String> metadata =
          Map.of("data", "embedded", "classes", "[\"a\",\"b\",\"c\"]", "targets", "[0,1,2]");
      Path file = dir.resolve("good");
      new Checkpoint(network, optimizer.state(), metadata).save(file);
      files.add(Files.readAllBytes(file));
    }
    return files;
  }

  private static byte[] modules() throws IOException {
    DataSplit data = EmbeddedImages.generate(1, 20, 20);
    Network network = Models.named("lenet5").build(data.inputShape(), 10, 0.0625, 1);
    Path file = dir.resolve("good");
    Modularization.of(
            network,
            data,
            Recognition.at(0.5),
            new LineProgress(new PrintWriter(Writer.nullWriter())))
        .file()
        .save(file);
    return Files.readAllBytes(file);
  }
}
