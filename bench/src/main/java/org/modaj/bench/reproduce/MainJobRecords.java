package org.modaj.bench.reproduce;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modaj.bench.experiment.MainJob;
import org.modaj.bench.experiment.MainJob.Outcome;
import org.modaj.bench.experiment.TrainingSettings;
import org.modaj.data.DataSplit;
import org.modaj.moda.baseline.ActivityModules;

/** What the main job found out as records, so that it has a report of the same kind. */
public final class MainJobRecords {
  private static final String SCALE = "main job";

  private MainJobRecords() {}

  /**
   * The records: a training and its modules for each method.
   *
   * @param data that the job used
   */
  public static List<CellRecord> of(MainJob job, List<Outcome> outcomes, DataSplit data) {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    List<CellRecord> records = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      TrainingSettings settings = job.settings(outcome.method());
      Competitor method = Competitor.valueOf(outcome.method().name());
      int batches = Math.ceilDiv(data.train().size(), settings.batchSize());
      TrainingCell training =
          new TrainingCell(settings, method, Objectives.PAPER, data.name(), batches);
      ModulesCell modules =
          new ModulesCell(
              training,
              method,
              Scale.SMOKE,
              data.train().classes(),
              data.test().size(),
              ModulesCell.Purpose.OBJECTIVES);
      CellResult trained =
          new CellResult(
              TrainingCell.result(outcome.trained()), TrainingCell.times(outcome.trained()));
      records.add(
          CellRecord.of(
              CellRecord.entries(
                  training, SCALE, data, trained, started, outcome.trained().seconds())));
      CellResult cut =
          new CellResult(
              ModulesCell.result(
                  ActivityModules.of(outcome.trained().network(), outcome.modules().modules()),
                  outcome.accuracy(),
                  ReuseMeasurement.of(outcome.tasks())),
              Map.of());
      Map<String, Object> entries = CellRecord.entries(modules, SCALE, data, cut, started, 0);
      Map<String, Object> described = new LinkedHashMap<>(modules.settings());
      described.put("sub_tasks", outcome.tasks().size());
      entries.put("settings", described);
      records.add(CellRecord.of(entries));
    }
    return records;
  }
}
