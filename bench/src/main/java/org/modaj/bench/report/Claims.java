package org.modaj.bench.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modaj.bench.report.Block.Table;
import org.modaj.bench.report.Records.Subject;
import org.modaj.bench.report.Report.Section;
import org.modaj.bench.reproduce.CellRecord;
import org.modaj.bench.reproduce.View;

/** The abstract's claims, each beside what was measured. */
final class Claims {
  private static final double TIME = 22;
  private static final double WEIGHTS = 24;
  private static final double OVERLAP = 37;
  private static final double KEPT = -1;
  private static final double GAIN = 12;
  private static final String NOT_TESTED = "not tested";
  private static final String FORKED = "mwt-artifact";

  private final Records records;
  private final List<List<String>> rows = new ArrayList<>();

  private Claims(Records records) {
    this.records = records;
  }

  static Section of(Records records) {
    Claims claims = new Claims(records);
    claims.time();
    claims.size(
        "2. up to 24x fewer weights and 37x less overlap than MwT",
        "figures of module size and overlap by method; VGG16 on CIFAR-10 with MODA: 2.7 % of the"
            + " weights, 1.4 % overlap",
        "all",
        "mwt");
    claims.size(
        "2b. the same, dense layers not counted",
        "none; MwT never cuts dense layers, so that VGG16's 4096-4096 head counts in all of its"
            + " modules",
        "without_dense",
        "mwt");
    claims.size(
        "2c. the same against MwT's MobileNet as its fork starts it",
        "MobileNet's MwT reached 53.55 % on CIFAR-10: the fork's initialization leaves its masks at"
            + " about 0",
        "all",
        FORKED);
    claims.accuracy();
    claims.replacement();
    return new Section(
        "claims",
        "The abstract's claims",
        List.of(
            "What the paper's abstract claims, the evidence in its tables, and what was measured"
                + " here. A verdict is about the scale that stands beside it and nothing else: small"
                + " networks after few epochs say little about large ones after many. ± is the"
                + " sample deviation over seeds where there are several."),
        List.of(
            new Table(
                "claims",
                "Claims",
                List.of("claim", "paper's evidence", "our measurement", "scale", "verdict", "why"),
                claims.rows)));
  }

  private void add(
      String claim, String evidence, String ours, String scale, String verdict, String why) {
    rows.add(List.of(claim, evidence, ours, scale, verdict, why));
  }

  private void notTested(String claim, String evidence, String missing) {
    add(claim, evidence, Format.NONE, Format.NONE, NOT_TESTED, missing);
  }

  private static String verdict(boolean holds) {
    return holds ? "holds" : "does not hold";
  }

  private void time() {
    String claim = "1. 22 % less training time than MwT";
    String evidence =
        "MODA against MwT, hours: VGG16 on CIFAR-10 1.13 and 1.38, ResNet18 1.61 and"
            + " 2.18, MobileNet 1.03 and 1.83";
    List<String> each = new ArrayList<>();
    List<Double> savings = new ArrayList<>();
    List<CellRecord> timings = records.of("timing");
    Set<String> scales = new LinkedHashSet<>();
    for (Subject subject : Records.subjects(timings)) {
      for (CellRecord timing : Records.about(timings, subject)) {
        View steps = timing.measuredHere().at("median_step_seconds");
        double saving = 100 * (1 - steps.at("moda").number() / steps.at("mwt").number());
        if (!Double.isNaN(saving)) {
          savings.add(saving);
          each.add(subject + " " + Format.fixed(saving, 1) + " %");
          scales.add(
              timing.scale()
                  + ": width "
                  + timing.settings().at("width").text()
                  + ", batch "
                  + timing.settings().at("batch").text()
                  + ", "
                  + timing.settings().at("steps").text()
                  + " steps of each");
        }
      }
    }
    if (savings.isEmpty()) {
      notTested(claim, evidence, "there is no run in which steps of MwT and of MODA took turns");
      return;
    }
    double mean = savings.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    add(
        claim,
        evidence,
        "a step of MODA takes less than one of MwT by: "
            + String.join("; ", each)
            + "; mean "
            + Format.fixed(mean, 1)
            + " %",
        String.join("; ", scales),
        verdict(mean >= TIME),
        "steps in turns in one run; the objectives here cost a few readings of the unit means,"
            + " MwT's mask generators are layers of their own");
  }

  private void size(String claim, String evidence, String part, String against) {
    List<String> each = new ArrayList<>();
    double weights = Double.NEGATIVE_INFINITY;
    double overlap = Double.NEGATIVE_INFINITY;
    boolean holds = false;
    Set<String> scales = new LinkedHashSet<>();
    List<CellRecord> modules = records.comparison("modules");
    for (Subject subject : Records.subjects(modules)) {
      Map<String, List<CellRecord>> methods = Records.byMethod(Records.about(modules, subject));
      double[] sizes = ratios(methods, against, part, "mean_size");
      double[] overlaps = ratios(methods, against, part, "mean_overlap");
      if (sizes.length > 0) {
        each.add(
            subject
                + ": "
                + factor(sizes)
                + " fewer weights, "
                + factor(overlaps)
                + " less overlap (MODA "
                + size(methods, "moda", part)
                + ", MwT "
                + size(methods, against, part)
                + ")");
        weights = Math.max(weights, Format.mean(sizes));
        overlap = Math.max(overlap, Format.mean(overlaps));
        holds |= Format.mean(sizes) >= WEIGHTS && Format.mean(overlaps) >= OVERLAP;
        scales.add(scale(subject, requireNonNull(methods.get("moda"))));
      }
    }
    if (each.isEmpty()) {
      notTested(claim, evidence, "there are no modules of both methods of one network");
      return;
    }
    add(
        claim,
        evidence,
        String.join("; ", each),
        String.join("; ", scales),
        verdict(holds),
        holds
            ? "both factors are reached by one network at least"
            : weights > 1
                ? "at best "
                    + factor(weights)
                    + " fewer weights and "
                    + factor(overlap)
                    + " less overlap"
                : "MODA's modules are no smaller at this scale");
  }

  /** MwT's value over MODA's, seed by seed where both have the same seeds. */
  private static double[] ratios(
      Map<String, List<CellRecord>> methods, String against, String part, String name) {
    List<CellRecord> moda = methods.getOrDefault("moda", List.of());
    List<CellRecord> other = methods.getOrDefault(against, List.of());
    return moda.stream()
        .flatMapToDouble(ours ->
            other.stream()
                .filter(theirs -> seed(theirs).equals(seed(ours)))
                .mapToDouble(theirs -> value(theirs, part, name) / value(ours, part, name)))
        .toArray();
  }

  private static String seed(CellRecord record) {
    return record.settings().at("seed").text();
  }

  private static double value(CellRecord record, String... path) {
    return record.result().at(path).number();
  }

  /** Such as 2.3x, 0.03x; with the spread over seeds. */
  private static String factor(double... ratios) {
    double mean = Format.mean(ratios);
    int digits = mean < 0.095 ? 3 : mean < 0.95 ? 2 : 1;
    return Format.spread(ratios, digits) + "x";
  }

  private static String size(Map<String, List<CellRecord>> methods, String method, String part) {
    return String.format(
        Locale.ROOT,
        "%.1f %% of the weights, %.1f %% overlap",
        100 * mean(methods.get(method), part, "mean_size"),
        100 * mean(methods.get(method), part, "mean_overlap"));
  }

  private static String scale(Subject subject, List<CellRecord> records) {
    return subject.model() + " " + Records.scale(records);
  }

  private static double mean(@Nullable List<CellRecord> records, String... path) {
    return Format.mean(values(records, path));
  }

  private static double[] values(@Nullable List<CellRecord> records, String... path) {
    return records == null
        ? new double[0]
        : records.stream().mapToDouble(r -> r.result().at(path).number()).toArray();
  }

  private void accuracy() {
    String claim = "3. accuracy is preserved without fine-tuning";
    String evidence =
        "VGG16 on CIFAR-10: ST 92.62 %, MODA 91.86 %; composed networks 94.48 % on"
            + " their classes";
    List<String> each = new ArrayList<>();
    List<String> lost = new ArrayList<>();
    Set<String> scales = new LinkedHashSet<>();
    List<CellRecord> modules = records.comparison("modules");
    for (Subject subject : Records.subjects(modules)) {
      Map<String, List<CellRecord>> methods = Records.byMethod(Records.about(modules, subject));
      List<CellRecord> moda = methods.get("moda");
      List<CellRecord> standard =
          Records.byMethod(Records.about(records.comparison("training"), subject)).get("st");
      if (moda == null || standard == null) {
        continue;
      }
      double[] composed = values(moda, "reuse", "mean_over_sizes", "composed_accuracy");
      double[] whole = values(moda, "reuse", "mean_over_sizes", "full_accuracy");
      double[] cut =
          IntStream.range(0, whole.length)
              .mapToDouble(i -> 100 * (composed[i] - whole[i]))
              .toArray();
      double accuracy = mean(standard, "test_accuracy");
      double[] trained =
          Arrays.stream(values(moda, "full_accuracy")).map(a -> 100 * (a - accuracy)).toArray();
      each.add(
          subject
              + ": MODA - ST "
              + signed(trained)
              + ", composed - whole "
              + signed(cut)
              + " points");
      if (Format.mean(trained) < KEPT) {
        lost.add(subject.model() + " by training");
      }
      if (Format.mean(cut) < KEPT) {
        lost.add(subject.model() + " by the cut");
      }
      scales.add(scale(subject, moda));
    }
    if (each.isEmpty()) {
      notTested(claim, evidence, "there are no modules of MODA beside a training of ST");
      return;
    }
    add(
        claim,
        evidence,
        String.join("; ", each),
        String.join("; ", scales),
        verdict(lost.isEmpty()),
        lost.isEmpty()
            ? "no network loses more than one point"
            : "more than one point is lost: "
                + String.join(", ", lost)
                + "; few epochs leave objectives and accuracy unfinished");
  }

  private static String signed(double[] values) {
    return Double.isNaN(Format.mean(values))
        ? Format.NONE
        : (Format.mean(values) >= 0 ? "+" : "") + Format.spread(values, 2);
  }

  private void replacement() {
    String claim = "4. +12 points on a replaced class, the others hardly change";
    String evidence =
        "over-fitted, VGG16, CIFAR-10: +11.5 on the replaced class, +0.2 on the others";
    List<CellRecord> replacements = records.of("replacement");
    List<CellRecord> tested = new ArrayList<>();
    List<String> each = new ArrayList<>();
    Set<String> scales = new LinkedHashSet<>();
    int count = 0;
    for (Subject subject : Records.subjects(replacements)) {
      List<CellRecord> own = Records.about(replacements, subject);
      int repairs = own.stream().mapToInt(r -> repairs(List.of(r)).size()).sum();
      if (repairs > 0) {
        count += repairs;
        tested.addAll(own);
        scales.add(scale(subject, own));
        each.add(
            subject
                + ": "
                + signed(changes(own, "target"))
                + " points on the replaced class, "
                + signed(changes(own, "others"))
                + " on the others");
      }
    }
    if (tested.isEmpty()) {
      notTested(claim, evidence, "nothing was replaced");
      return;
    }
    double target = Format.mean(changes(tested, "target"));
    double others = Format.mean(changes(tested, "others"));
    boolean holds = target >= GAIN && others >= KEPT;
    add(
        claim,
        evidence,
        String.join("; ", each) + "; means over " + count + " repairs",
        String.join("; ", scales),
        verdict(holds),
        holds
            ? "mean of under- and overfitted weak networks"
            : target >= GAIN ? "the other classes lose too much" : "the gain is smaller");
  }

  private static List<View> repairs(List<CellRecord> records) {
    return records.stream()
        .flatMap(r -> r.result().at("repairs").items().stream())
        .filter(r -> r.at("variant").text().equals("moda"))
        .toList();
  }

  /** Mean change in points, record by record, so seed by seed. */
  private static double[] changes(List<CellRecord> records, String of) {
    return records.stream()
        .mapToDouble(r -> ReplacementSection.change(repairs(List.of(r)), of))
        .toArray();
  }
}
