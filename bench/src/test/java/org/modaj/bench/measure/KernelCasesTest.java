package org.modaj.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.modaj.bench.kernels.Work;

/** The list of kernels: what JMH found, each with its work. */
class KernelCasesTest {
  @Test
  void namesAreUniqueAndThePeaksAreNotAmongThem() {
    List<String> names = KernelCases.all().stream().map(KernelCase::name).toList();

    assertThat(names).doesNotHaveDuplicates().noneMatch(name -> name.startsWith("peak"));
    assertThat(names.stream().map(name -> name.replaceAll("\\..*", "")).distinct())
        .contains(
            "gemm",
            "conv",
            "winogradConv",
            "depthwise",
            "separable",
            "oneSample",
            "transformer",
            "gru",
            "image",
            "batchNorm",
            "pool",
            "softmax",
            "elementary",
            "lstm",
            "update",
            "objectives",
            "slice",
            "step");
  }

  @Test
  void aPatternSelectsByNameAndParameter() {
    assertThat(KernelCases.matching(Pattern.compile("gemm.*256x256x256")))
        .singleElement()
        .satisfies(kernel -> {
          assertThat(kernel.name()).isEqualTo("gemm.product square:nn:256x256x256");
          assertThat(kernel.work()).isEqualTo(Work.flops(2.0 * 256 * 256 * 256));
        });
    assertThat(KernelCases.matching(Pattern.compile("no such kernel"))).isEmpty();
  }

  @Test
  void convolutionsCountTheirMultiplyAdds() {
    assertThat(KernelCases.matching(Pattern.compile("conv.forward 64-128@32s2")))
        .singleElement()
        .extracting(KernelCase::work)
        .isEqualTo(Work.flops(2.0 * 128 * 16 * 16 * 128 * 9 * 64));
    assertThat(KernelCases.matching(Pattern.compile("winogradConv.forward 64-64@32 .*4X4")))
        .singleElement()
        .extracting(KernelCase::work)
        .isEqualTo(Work.flops(2.0 * 128 * 32 * 32 * 64 * 9 * 64));
    assertThat(KernelCases.matching(Pattern.compile("depthwise.forward 64-64@32s2")))
        .singleElement()
        .extracting(KernelCase::work)
        .isEqualTo(Work.floats(128.0 * 64 * (32 * 32 + 16 * 16)));
    assertThat(KernelCases.matching(Pattern.compile("separable.together 1:32-64@32")))
        .singleElement()
        .extracting(KernelCase::work)
        .isEqualTo(Work.flops(2.0 * 32 * 32 * 32 * (9 + 64)));
  }

  @Test
  void everythingButSlicingAndWholeStepsIsMeasuredAgainstAPeak() {
    assertThat(KernelCases.all())
        .filteredOn(kernel -> kernel.work().kind() == Work.Kind.NONE)
        .extracting(kernel -> kernel.name().replaceAll(" .*", ""))
        .containsOnly("slice.plan", "slice.build", "step.train", "objectives.losses");
    assertThat(KernelCases.all())
        .filteredOn(kernel -> kernel.work().kind() != Work.Kind.NONE)
        .allMatch(kernel -> kernel.work().amount() > 0);
  }
}
