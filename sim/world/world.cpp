#include "squall/world/world.hpp"

#include "world/plant.hpp"

namespace squall::world {

World::World(const Scenario& scenario, const Recording& recording)
    : plant_(std::make_unique<Plant>(scenario, recording)) {}
World::~World() = default;
World::World(World&&) noexcept = default;

Time World::now() const { return plant_->engine.now(); }
void World::run_until(Time time) { plant_->run_until(time); }
void World::run() { plant_->run(); }
void World::apply(const faults::Action& action) { plant_->apply(action); }
View World::view() const { return plant_->view(); }

std::uint64_t World::inside() const { return plant_->inside(); }
void World::look_on(service::Onlooker& onlooker) { plant_->look_on(onlooker); }

World::Sender World::sender(const service::Attempt& attempt) const {
  return plant_->sender(attempt);
}

std::string World::name(NameId id) const { return plant_->name(id); }

Result World::result() const { return plant_->result(); }

}  // namespace squall::world
