package org.modaj.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.experiment.Latency;
import org.modaj.bench.experiment.MergedModels;
import org.modaj.bench.experiment.SavedModel;
import org.modaj.bench.record.RunRecord;
import org.modaj.nn.Network;

/**
 * What merging several checkpoints gave.
 *
 * @param labels of the classes of the outputs in the data
 * @param alone of each network the accuracy on its own classes
 * @param joined accuracy of the outputs side by side, nothing trained
 * @param calibrated accuracy of the merged network; equal to the other one without calibration
 */
record MergeReport(
    RunRecord record,
    MergedModels merged,
    int[] labels,
    List<Double> alone,
    double joined,
    double calibrated,
    Network network,
    List<Latency> latencies,
    @Nullable Path out)
    implements Result {
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(record.toMap());
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int i = 0; i < merged.models().size(); i++) {
      SavedModel model = merged.models().get(i);
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("checkpoint", merged.files().get(i).toString());
      part.put("class_names", model.targetNames());
      part.put("accuracy", alone.get(i));
      part.put("parameters", model.network().parameterCount());
      part.put("weights_sha256", model.network().sha256());
      parts.add(part);
    }
    map.put("networks", parts);
    map.put("class_names", merged.classNames());
    map.put("classes", labels);
    map.put("joined_accuracy", joined);
    map.put("accuracy", calibrated);
    map.put("parameters", network.parameterCount());
    map.put("multiply_adds", network.multiplyAdds());
    map.put("flops", network.flops());
    map.put("latency", latencies.stream().map(MergeReport::toMap).toList());
    map.put("weights_sha256", network.sha256());
    if (out != null) {
      map.put("out", out.toString());
    }
    return map;
  }

  private static Map<String, Object> toMap(Latency latency) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("batch", latency.batch());
    map.put("milliseconds", latency.milliseconds().getFirst());
    return map;
  }

  @Override
  public void writeText(PrintWriter text) {
    for (int i = 0; i < merged.models().size(); i++) {
      text.printf(
          Locale.ROOT,
          "%s: %s, %.2f %% on its own classes%n",
          merged.files().get(i),
          merged.models().get(i).targetNames(),
          100 * alone.get(i));
    }
    text.printf(
        Locale.ROOT,
        "%d classes: side by side %.2f %%, calibrated %.2f %%; %,d parameters%n",
        labels.length,
        100 * joined,
        100 * calibrated,
        network.parameterCount());
    if (out != null) {
      text.println("saved to " + out);
    }
    text.println("weights sha256: " + network.sha256());
  }
}
