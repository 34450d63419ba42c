-- What people keep for themselves, how settings came to be, and indexes for the lists that they page through.
--
-- @reference setting_version, saved_view

-- Every version that a setting ever had; `setting` holds the one in force.
create table setting_version (
  name text not null,
  version integer not null,
  value jsonb not null,
  changed_at timestamptz not null,
  changed_by text not null,
  reason text,
  primary key (name, version)
);

create table saved_view (
  id uuid primary key,
  owner_id text not null,
  owner_login text not null,
  name text not null,
  page text not null,
  query jsonb not null,
  shared boolean not null default false,
  version integer not null default 1,
  changed_at timestamptz not null
);

create index saved_view_owner on saved_view (owner_id, page);

-- For finding a case by the beginning of its number.
create index service_case_number on service_case (case_no text_pattern_ops, division);

-- For lists of the cases of an item.
create index service_case_item on service_case (division, item, last_at, case_no);
