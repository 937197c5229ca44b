/*
meaning: One row a child, which every table reads. `base` is the level around which the child's assessments lie (1 low to 4 very high; 135 children assessed in Durham in 2017/18 were 16 high, 10 medium and the rest low). The child is in view from `from_on` to `until_on`, over at most five years; `days` of them have come.
*/
with drawn as (
    select
        child,
        'C' || lpad(child::varchar, 7, '0') as child_id,
        case when happens(child, 'base', 0, 0.86) then 1 when happens(child, 'base', 0, 0.905) then 2 when happens(child, 'base', 0, 0.98) then 3 else 4 end as base,
        today() - between_both(child, 'from', 0, 20, 1826) as from_on,
        -- Most are 12 to 16 years old when they come into view.
        8 + floor(9.2 * sqrt(chance(child, 'age', 0)))::integer as age,
        between_both(child, 'birthday', 0, 1, 365) as days_since_birthday
    from (select unnest(range(1, children() + 1)) as child)
),
born as (
    select *, (from_on - to_years(age))::date - days_since_birthday as born_on
    from drawn
),
bounded as (
    select
        * exclude (age, days_since_birthday),
        (born_on + interval 18 years)::date as eighteenth,
        from_on + between_both(child, 'days', 0, 150, 330 + 260 * base) as leaves_on
    from born
)
select
    * exclude (leaves_on),
    least(leaves_on, eighteenth - 1) as until_on,
    least(leaves_on, eighteenth - 1, today()) - from_on as days,
    case when happens(child, 'looked after', 0, [0.03, 0.12, 0.3, 0.5][base])
        then from_on + between_both(child, 'looked after', 1, 0, 120)
    end as looked_after_from
from bounded
