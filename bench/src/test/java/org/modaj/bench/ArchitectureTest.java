package org.modaj.bench;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.InstanceofCheck;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.modaj.nn.layer.Layer;

/** What may know what, and what no one may use. */
@AnalyzeClasses(packages = "org.modaj", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] LIBRARY = {
    "org.modaj.engine..",
    "org.modaj.nn..",
    "org.modaj.moda..",
    "org.modaj.data..",
    "org.modaj.interop.."
  };

  /** The tables of what is computed together, in training and prepared for inference. */
  private static final String FUSIONS = "org\\.modaj\\.nn\\.(Fusions|PreparedLayers)(\\$.*)?";

  private static final ArchCondition<JavaClass> ASK_FOR_NO_KIND_OF_LAYER =
      new ArchCondition<>("ask for no kind of layer") {
        @Override
        public void check(JavaClass owner, ConditionEvents events) {
          for (InstanceofCheck check : owner.getInstanceofChecks()) {
            JavaClass kind = check.getRawType();
            if (kind.isAssignableTo(Layer.class) && !kind.isInterface() && !kind.equals(owner)) {
              String where = owner.getName() + " in " + check.getSourceCodeLocation();
              events.add(SimpleConditionEvent.violated(owner, where + " asks for " + kind));
            }
          }
        }
      };

  private static final Set<String> BARE =
      Set.of(
          "java.lang.IllegalArgumentException",
          "java.lang.IllegalStateException",
          "java.lang.RuntimeException",
          "java.lang.UnsupportedOperationException");

  /** The functions whose results Java leaves open within an ulp or two. */
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot", "sin", "cos", "tan",
          "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh");

  @ArchTest
  static final ArchRule ARROWS_GO_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("engine")
          .definedBy("org.modaj.engine..")
          .layer("nn")
          .definedBy("org.modaj.nn..")
          .layer("moda")
          .definedBy("org.modaj.moda..")
          .layer("data")
          .definedBy("org.modaj.data..")
          .layer("interop")
          .definedBy("org.modaj.interop..")
          .layer("bench")
          .definedBy("org.modaj.bench..")
          .layer("launcher")
          .definedBy("org.modaj.launch..")
          .layer("cluster")
          .definedBy("org.modaj.cluster..")
          .whereLayer("engine")
          .mayNotAccessAnyLayer()
          .whereLayer("nn")
          .mayOnlyAccessLayers("engine")
          .whereLayer("moda")
          .mayOnlyAccessLayers("engine", "nn")
          .whereLayer("data")
          .mayOnlyAccessLayers("engine", "nn")
          .whereLayer("interop")
          .mayOnlyAccessLayers("engine", "nn")
          .whereLayer("bench")
          .mayOnlyAccessLayers("engine", "nn", "moda", "data", "interop", "cluster")
          .whereLayer("cluster")
          .mayNotAccessAnyLayer()
          .whereLayer("launcher")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule DATA_SETS_KNOW_NO_NETWORKS =
      noClasses()
          .that()
          .resideInAPackage("org.modaj.data..")
          .and()
          .resideOutsideOfPackage("org.modaj.data.predict..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.modaj.nn..")
          .allowEmptyShould(true)
          .because("only what answers with a network needs one");

  @ArchTest
  static final ArchRule ONLY_THE_VECTOR_KERNELS_KNOW_THE_VECTOR_API =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.modaj.engine.kernel.vector..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..")
          .because("everything else must run without the incubator module");

  @ArchTest
  static final ArchRule ONLY_THE_CLUSTER_KNOWS_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.modaj.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..")
          .because("everything else must run without Spark's jars");

  @ArchTest
  static final ArchRule MODA_NAMES_NO_LAYER_AND_NO_ARCHITECTURE =
      noClasses()
          .that()
          .resideInAPackage("org.modaj.moda..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.modaj.nn.model..")
                  .or(
                      resideInAPackage("org.modaj.nn.layer..")
                          .and(not(INTERFACES))
                          .and(not(modifier(JavaModifier.ABSTRACT)))))
          .allowEmptyShould(true)
          .because("it works on declared units, so that it works for layers yet to be written");

  @ArchTest
  static final ArchRule ONLY_THE_TABLES_OF_FUSIONS_ASK_FOR_KINDS_OF_LAYERS =
      classes()
          .that()
          .resideInAnyPackage("org.modaj.nn..", "org.modaj.moda..")
          .and()
          .haveNameNotMatching(FUSIONS)
          .should(ASK_FOR_NO_KIND_OF_LAYER)
          .because("what a layer can do is an interface; a new kind needs no change elsewhere");

  /** Bare ones: what the command line would have to call a bug. */
  @ArchTest
  static final ArchRule EXCEPTIONS_ARE_OF_OUR_OWN_TYPES =
      noClasses()
          .that()
          .resideInAPackage("org.modaj..")
          .and()
          .resideOutsideOfPackages("org.modaj.bench.kernels..", "org.modaj.launch..")
          .should()
          .callConstructorWhere(
              describe(
                  "makes an exception that says only what kind of mistake it was",
                  call ->
                      BARE.contains(call.getTargetOwner().getName())
                          && !call.getTargetOwner().getName().equals(superclass(call))))
          .because("typed ones say what, where, expected and actual, and what to do");

  /** A package may have layers of its own, for its own use. */
  private static final ArchCondition<JavaClass> NAME_NO_KIND_OF_LAYER =
      new ArchCondition<>("name no kind of layer of another package") {
        @Override
        public void check(JavaClass owner, ConditionEvents events) {
          owner.getDirectDependenciesFromSelf().stream()
              .filter(d -> isKindOfLayer(d.getTargetClass()))
              .filter(d -> !d.getTargetClass().getPackage().equals(owner.getPackage()))
              .forEach(d -> events.add(SimpleConditionEvent.violated(owner, d.getDescription())));
        }
      };

  /** An instanceof is one way to ask; a pattern in a switch and a class literal are others. */
  @ArchTest
  static final ArchRule ONLY_BUILDERS_AND_THE_TABLES_OF_FUSIONS_NAME_KINDS_OF_LAYERS =
      classes()
          .that()
          .resideInAnyPackage("org.modaj.nn..", "org.modaj.moda..")
          .and()
          .resideOutsideOfPackages("org.modaj.nn.layer..", "org.modaj.nn.build..")
          .and()
          .haveNameNotMatching(FUSIONS)
          .should(NAME_NO_KIND_OF_LAYER)
          .because("what a layer can do is an interface; a new kind needs no change elsewhere");

  @ArchTest
  static final ArchRule THE_CONTRACT_OF_LAYERS_KNOWS_NO_KIND_BUT_IN_THE_TABLE_OF_TYPES =
      noClasses()
          .that()
          .resideInAPackage("org.modaj.nn.layer")
          .and()
          .haveNameNotMatching("org\\.modaj\\.nn\\.layer\\.StandardTypes")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.modaj.nn.layer.*..")
          .because("kinds of layers know what all share, and the table of types knows the kinds");

  @ArchTest
  static final ArchRule KINDS_OF_LAYERS_KNOW_NO_OTHER_KINDS =
      slices().matching("org.modaj.nn.layer.(*)..").should().notDependOnEachOther();

  private static boolean isKindOfLayer(JavaClass c) {
    return c.isAssignableTo(Layer.class)
        && !c.isInterface()
        && !c.getModifiers().contains(JavaModifier.ABSTRACT);
  }

  @ArchTest
  static final ArchRule LIBRARIES_PRINT_NOTHING =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARY)
          .should(ACCESS_STANDARD_STREAMS)
          .allowEmptyShould(true)
          .because("standard output holds a command's result, and a library has none");

  @ArchTest
  static final ArchRule NUMBERS_ARE_THE_SAME_ON_EVERY_MACHINE =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARY)
          .should()
          .callMethodWhere(describe("calls an inexact function", ArchitectureTest::isInexact))
          .allowEmptyShould(true)
          .because("Math.exp and its like may differ between machines; StrictMath does not");

  @ArchTest
  static final ArchRule CHANCE_COMES_FROM_A_SEED_AND_A_NAME =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARY)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(RandomGenerator.class)
          .allowEmptyShould(true)
          .because("a generator with a state makes results depend on the order of calls");

  @ArchTest
  static final ArchRule NO_PACKAGE_IS_A_DRAWER =
      classes()
          .should()
          .resideOutsideOfPackages("..util..", "..utils..", "..common..", "..misc..", "..helper..");

  @ArchTest
  static void no_package_of_nn_is_a_long_list(JavaClasses classes) {
    Map<String, Long> files =
        classes.stream()
            .filter(c -> c.isTopLevelClass() && c.getPackageName().startsWith("org.modaj.nn"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files).isNotEmpty().allSatisfy((name, count) -> assertThat(count).isLessThan(31));
  }

  private static String superclass(JavaConstructorCall call) {
    return call.getOriginOwner().getRawSuperclass().map(JavaClass::getName).orElse("");
  }

  private static boolean isInexact(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(Math.class) && INEXACT.contains(call.getName());
  }
}
