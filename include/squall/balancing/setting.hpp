#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/service/endpoint.hpp"

namespace squall::balancing {

/// What every model of this room works with.
struct Setting {
  Engine& engine;
  service::Exchange& exchange;
  Journal& journal;
};

/// Who a model is: its name, and the key of its draws, key_of(seed, "target_groups.web").
struct Identity {
  NameId name;
  Key key;
};

}  // namespace squall::balancing
