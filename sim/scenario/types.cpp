#include "squall/core/field_types.hpp"
#include "squall/faults/spec.hpp"
#include "squall/scenario/document_spec.hpp"
#include "squall/world/scenario.hpp"

namespace squall {

// The roots: all that they hold is instantiated with them, here and nowhere else.
template const Type& type_of<world::Scenario>();
template const Type& type_of<faults::Action>();
template const Type& type_of<scenario::DocumentSpec>();
template const Type& type_of<scenario::NamedSpec>();

}  // namespace squall
