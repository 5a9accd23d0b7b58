package org.modaj.bench.reproduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.modaj.cluster.Cluster;
import org.modaj.cluster.ClusterException;

/**
 * Computes the cells that have no record yet on a cluster: each as soon as those are finished that
 * it needs. The records are those of {@link GridRun}, times aside.
 */
public final class ClusterGridRun {
  private static final String VECTOR = "vector";

  private final Cluster cluster;
  private final Workbench bench;
  private final GridSource source;
  private final Scale scale;
  private int total;
  private int done;
  private boolean warned;

  /**
   * Prepares.
   *
   * @param bench the same grid in this process
   * @param source opens it in others
   * @param scale that records name
   */
  public ClusterGridRun(Cluster cluster, Workbench bench, GridSource source, Scale scale) {
    this.cluster = cluster;
    this.bench = bench;
    this.source = source;
    this.scale = scale;
  }

  /**
   * Computes what is not there.
   *
   * @param cells each after those it needs
   * @throws org.modaj.bench.experiment.ExperimentException when a record is of other settings;
   *     nothing was computed then
   * @throws ClusterException when the cluster itself has failed
   * @throws IOException when a record cannot be read or written
   */
  public GridOutcome run(List<Cell> cells) throws IOException {
    total = cells.size();
    done = GridRun.checkFinished(cells, bench);
    Map<String, DataChecksums> checksums = new HashMap<>();
    Map<String, CompletableFuture<CellAnswer>> answers = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (!bench.isFinished(cell)) {
        DataChecksums data =
            checksums.computeIfAbsent(cell.data(), name -> DataChecksums.of(bench.data(name)));
        answers.put(cell.id(), submit(cell, data, answers));
      }
    }
    Map<String, String> failed = new TreeMap<>();
    int computed = 0;
    for (Map.Entry<String, CompletableFuture<CellAnswer>> answer : answers.entrySet()) {
      CellAnswer given = await(answer.getValue());
      if (given.failed()) {
        failed.put(answer.getKey(), given.error());
      } else {
        computed++;
      }
    }
    return new GridOutcome(computed, failed);
  }

  private static CellAnswer await(CompletableFuture<CellAnswer> answer) throws IOException {
    try {
      return answer.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private CompletableFuture<CellAnswer> submit(
      Cell cell, DataChecksums data, Map<String, CompletableFuture<CellAnswer>> before) {
    List<CompletableFuture<CellAnswer>> needs =
        cell.needs().stream()
            .filter(n -> before.containsKey(n.id()))
            .map(n -> before.get(n.id()))
            .toList();
    return CompletableFuture.allOf(needs.toArray(CompletableFuture[]::new))
        .thenCompose(_ ->
            needs.stream()
                .map(CompletableFuture::join)
                .filter(CellAnswer::failed)
                .findFirst()
                .map(missing -> CompletableFuture.completedFuture(leftOut(cell, missing)))
                .orElseGet(() -> compute(cell, data)));
  }

  private CellAnswer leftOut(Cell cell, CellAnswer missing) {
    say(GridRun.leftOut(cell, missing.id()));
    return new CellAnswer(cell.id(), "", 0, false, GridRun.needs(missing.id()), "");
  }

  private CompletableFuture<CellAnswer> compute(Cell cell, DataChecksums data) {
    return cluster
        .submit(cell.id(), new CellWork(source, cell.id(), data))
        .handle((answer, failure) -> {
          CellAnswer given = failure == null ? answer : lost(cell, failure);
          show(given);
          return given;
        });
  }

  /** The cell's processes were lost, or could not read or write, as often as the cluster tries. */
  private CellAnswer lost(Cell cell, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException ? requireNonNull(failure.getCause()) : failure;
    if (!cluster.isRunning()) {
      throw cause instanceof ClusterException e ? e : new ClusterException("lost", cause);
    }
    if (bench.isFinished(cell)) { // lost after its record was written
      return new CellAnswer(cell.id(), "", 0, true, "", VECTOR);
    }
    try {
      bench
          .store()
          .writeFailure(
              cell, CellRecord.failure(cell, scale.toString(), cause, GridRun.now(), "unknown"));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
    return new CellAnswer(cell.id(), "", 0, true, String.valueOf(cause.getMessage()), VECTOR);
  }

  private synchronized void show(CellAnswer answer) {
    if (answer.failed()) {
      say(answer.id() + " has failed: " + answer.error());
      return;
    }
    done++;
    say(
        String.format(
            Locale.ROOT,
            "[%d of %d] %s: %.1f s%s",
            done,
            total,
            answer.id(),
            answer.seconds(),
            answer.place().isEmpty() ? "" : " on " + answer.place()));
    if (!warned && !answer.kernels().equals(VECTOR)) {
      warned = true;
      say(
          "note: "
              + answer.place()
              + " has no Vector API and is slower; results are the same. Give its JVM the option"
              + " --add-modules=jdk.incubator.vector (spark.executor.extraJavaOptions)");
    }
  }

  private synchronized void say(String line) {
    bench.progress().say(line);
  }
}
