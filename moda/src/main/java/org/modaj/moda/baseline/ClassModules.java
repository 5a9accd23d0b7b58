package org.modaj.moda.baseline;

import org.modaj.moda.ModuleSet;
import org.modaj.nn.Network;

/** The modules of all classes of one network, by any method. */
public interface ClassModules {

  /**
   * The plain network that sizes and operations are shares of, with one output a class; what a
   * method adds for its training is not in it.
   */
  Network whole();

  /** Which units of which layer belong to which class. */
  ModuleSet units();

  /** How small and how separate the single-class modules are. */
  ModuleStatistics statistics();

  /**
   * Makes the network for some classes.
   *
   * @param classes in any order
   * @throws org.modaj.moda.ModularizationException when there is none or one does not exist
   */
  Composed compose(int... classes);
}
