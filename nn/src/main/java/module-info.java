/** Neural networks: layers, units, the network graph, optimizers, training and models. */
module org.modaj.nn {
  requires transitive org.modaj.engine;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
}
