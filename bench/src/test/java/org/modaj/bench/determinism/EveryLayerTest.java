package org.modaj.bench.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.modaj.nn.Network;
import org.modaj.nn.NetworkNode;
import org.modaj.nn.layer.Layer;
import org.modaj.nn.layer.LayerTypes;

/** A layer that is added has to be trained in the determinism tests. */
class EveryLayerTest {

  @Test
  void no_layer_is_missing_from_the_determinism_tests() {
    Set<String> trained = new TreeSet<>();
    for (Network network : EveryLayer.networks()) {
      for (NetworkNode node : network.nodes()) {
        trained.add(node.layer().getClass().getName());
      }
    }
    assertThat(trained).containsExactlyElementsOf(layers());
  }

  @Test
  void no_type_is_missing_from_the_determinism_tests() {
    Set<String> trained = new TreeSet<>();
    for (Network network : EveryLayer.networks()) {
      network.nodes().forEach(node -> trained.add(node.layer().type()));
    }
    Set<String> types = new TreeSet<>(LayerTypes.standard().names());
    types.remove("depthwise_conv2d"); // the name in earlier files
    assertThat(trained).isEqualTo(types);
  }

  /** Classes that a network can be built of. */
  private static Set<String> layers() {
    Set<String> layers =
        new ClassFileImporter()
            .importPackages("org.modaj").stream()
                .filter(c -> c.isAssignableTo(Layer.class) && !c.isInterface())
                .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(layers).hasSizeGreaterThan(10);
    return layers;
  }
}
